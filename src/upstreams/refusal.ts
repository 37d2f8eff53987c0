import { AwsError } from '../aws/aws-error.ts';
import { encodeCborRefusal, RPC_V2_CBOR } from '../aws/cbor/cbor-protocol.ts';
import { encodeEc2Error } from '../aws/query/ec2-protocol.ts';
import { encodeError, header, jsonVersion } from '../aws/json/json-protocol.ts';
import { encodeQueryError } from '../aws/query/query-protocol.ts';
import { encodeRestError } from '../aws/rest/rest-xml-error.ts';
import type { RequestHead } from './called-service.ts';

/** An error of Longshore's own about a service. */
export interface Refusal {
  readonly status: number;
  readonly kind: 'absent' | 'unavailable' | 'refused';
  readonly message: string;
  /** Of the error, where the protocol has been told already. */
  readonly code?: string;
}

export interface RefusalAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

type Wire = 'json' | 'query' | 'ec2' | 'xml' | 'rest-json' | 'cbor';

const REST_XML: ReadonlySet<string> = new Set(['s3', 'cloudfront', 'route53']);

function wireOfCall({ headers, url }: RequestHead, service: string): Wire {
  if (header(headers, 'smithy-protocol') === RPC_V2_CBOR) return 'cbor';
  if (headers['x-amz-target'] !== undefined || jsonVersion(headers) !== undefined) return 'json';
  if (REST_XML.has(service)) return 'xml';
  const isForm = header(headers, 'content-type')?.startsWith('application/x-www-form-urlencoded') === true;
  if (isForm || /[?&]Action=/.test(url)) return service === 'ec2' ? 'ec2' : 'query';
  return 'rest-json';
}

/** Class of the error, as SDKs take it for one of AWS's. */
const CODES: Readonly<Record<Refusal['kind'], Readonly<Record<'json' | 'query' | 'xml', string>>>> = {
  absent: { json: 'UnknownOperationException', query: 'InvalidAction', xml: 'NotImplemented' },
  unavailable: {
    json: 'ServiceUnavailableException',
    query: 'ServiceUnavailable',
    xml: 'ServiceUnavailable',
  },
  refused: { json: 'ValidationException', query: 'ValidationError', xml: 'InvalidRequest' },
};

/** The refusal as the protocol of the call has errors. */
export function refusalAnswer(
  head: RequestHead,
  service: string,
  { status, kind, message, code }: Refusal,
  requestId: string,
): RefusalAnswer {
  const error = (of: 'json' | 'query' | 'xml'): AwsError =>
    new AwsError(code ?? CODES[kind][of], message, {
      httpStatus: status,
      fault: status < 500 ? 'client' : 'server',
    });
  const wire = wireOfCall(head, service);
  switch (wire) {
    case 'json':
      return encodeError(error('json'), requestId, jsonVersion(head.headers) ?? '1.1');
    case 'rest-json': {
      const { code: type } = error('json');
      const headers = {
        'content-type': 'application/json',
        'x-amzn-errortype': type,
        'x-amzn-requestid': requestId,
      };
      return { status, headers, body: JSON.stringify({ message }) };
    }
    case 'cbor': {
      const { code: type } = error('json');
      const { body = '', ...rest } = encodeCborRefusal({ status, type, message }, requestId);
      return { ...rest, body };
    }
    case 'query':
      return encodeQueryError(undefined, error('query'), requestId);
    case 'ec2':
      return encodeEc2Error(error('query'), requestId);
    case 'xml': {
      const { headers, body } = encodeRestError(error('xml'), requestId, false);
      return { status, headers, body: typeof body === 'string' ? body : '' };
    }
    default:
      return wire satisfies never;
  }
}

export const serviceAbsent = (service: string): Refusal => ({
  status: service === 's3' ? 501 : 400,
  kind: 'absent',
  message: `Longshore has no ${service}. Start it with --upstream ${service}=URL to pass its calls on.`,
});

export const upstreamIsSelf = (service: string, url: URL): Refusal => ({
  status: 400,
  kind: 'refused',
  message: `The upstream of ${service}, ${url.href.replace(/\/$/, '')}, is this Longshore itself.`,
});

export const upstreamFailed = (service: string, url: URL, cause: string, isSlow: boolean): Refusal => ({
  status: isSlow ? 503 : 502,
  kind: 'unavailable',
  message: `The upstream of ${service}, ${url.href.replace(/\/$/, '')}, ${cause}.`,
});
