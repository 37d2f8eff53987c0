import { header } from '../aws/json-protocol.ts';
import { escapeXml } from '../aws/xml-writer.ts';
import type { RequestHead } from './called-service.ts';

/** An error of Longshore's own about a service, in the protocol in which the call was made. */
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

export function wireOfCall({ headers, url }: RequestHead, service: string): Wire {
  if (header(headers, 'smithy-protocol') === 'rpc-v2-cbor') return 'cbor';
  const type = header(headers, 'content-type') ?? '';
  if (headers['x-amz-target'] !== undefined || type.startsWith('application/x-amz-json')) return 'json';
  if (REST_XML.has(service)) return 'xml';
  if (type.startsWith('application/x-www-form-urlencoded') || /[?&]Action=/.test(url)) {
    return service === 'ec2' ? 'ec2' : 'query';
  }
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

export function refusalAnswer(
  head: RequestHead,
  service: string,
  refusal: Refusal,
  requestId: string,
): RefusalAnswer {
  const { status, kind, message } = refusal;
  const wire = wireOfCall(head, service);
  const { code } = refusal;
  const codes = code === undefined ? CODES[kind] : { json: code, query: code, xml: code };
  const text = escapeXml(message);
  const ids = { 'x-amzn-requestid': requestId };
  const xml = { ...ids, 'content-type': 'text/xml' };
  switch (wire) {
    case 'json':
    case 'rest-json': {
      const sent = header(head.headers, 'content-type') ?? '';
      const type = sent.startsWith('application/x-amz-json') ? sent : 'application/json';
      const headers = { ...ids, 'content-type': type, 'x-amzn-errortype': codes.json };
      return { status, headers, body: JSON.stringify({ __type: codes.json, message }) };
    }
    case 'cbor': {
      const headers = { ...ids, 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
      return { status, headers, body: cborMap({ __type: codes.json, message }) };
    }
    case 'query': {
      const type = status < 500 ? 'Sender' : 'Receiver';
      const error = `<Error><Type>${type}</Type><Code>${codes.query}</Code><Message>${text}</Message></Error>`;
      const body = `<ErrorResponse>${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
      return { status, headers: xml, body };
    }
    case 'ec2': {
      const error = `<Error><Code>${codes.query}</Code><Message>${text}</Message></Error>`;
      const body = `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`;
      return { status, headers: xml, body };
    }
    case 'xml': {
      const error = `<Code>${codes.xml}</Code><Message>${text}</Message><RequestId>${requestId}</RequestId>`;
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${error}</Error>`;
      const headers = { ...ids, 'content-type': 'application/xml', 'x-amz-request-id': requestId };
      return { status, headers, body };
    }
    default:
      return wire satisfies never;
  }
}

/** A map of texts, which is all that an error is. RFC 8949 */
function cborMap(map: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(map);
  return Buffer.concat([
    Buffer.from([0xa0 | entries.length]),
    ...entries.flatMap(([name, value]) => [cborText(name), cborText(value)]),
  ]);
}

function cborText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head =
    bytes.length < 24
      ? [0x60 | bytes.length]
      : bytes.length < 256
        ? [0x78, bytes.length]
        : [0x79, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}

export const serviceAbsent = (service: string): Refusal => ({
  status: service === 's3' ? 501 : 400,
  kind: 'absent',
  message: `Longshore has no ${service}. Start it with --upstream ${service}=URL to pass its calls on.`,
});

export const upstreamFailed = (service: string, url: URL, cause: string, isSlow: boolean): Refusal => ({
  status: isSlow ? 503 : 502,
  kind: 'unavailable',
  message: `The upstream of ${service}, ${url.href.replace(/\/$/, '')}, ${cause}.`,
});
