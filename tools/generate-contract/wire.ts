import type { HttpBinding, MemberWire, Protocol } from '../../src/aws/contract/contract.ts';

/**
 * How members travel, read from the traits of the SDK's runtime schemas. The awsJson protocols need none of
 * it: there a member is a JSON member of its own name.
 */
export function needsWire(protocol: Protocol): boolean {
  switch (protocol) {
    case 'awsQuery':
    case 'ec2Query':
    case 'restXml':
    case 'restJson1':
      return true;
    case 'awsJson1.0':
    case 'awsJson1.1':
    case 'rpcv2Cbor':
      return false;
    default:
      return protocol satisfies never;
  }
}

/** The traits that are read, of all that there are. */
export interface Traits {
  readonly http?: readonly [method: string, uri: string, status: number];
  readonly endpoint?: readonly string[];
  readonly httpLabel?: 1;
  readonly httpPayload?: 1;
  readonly httpResponseCode?: 1;
  readonly httpQueryParams?: 1;
  readonly httpQuery?: string;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly xmlName?: string;
  readonly jsonName?: string;
  readonly ec2QueryName?: string;
  readonly xmlFlattened?: 1;
  readonly xmlAttribute?: 1;
  readonly xmlNamespace?: readonly [prefix: string, uri: string];
}

/** Traits come as an object, or as a number whose bits are the commonest ones. */
const BITS = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
];

export function traitsOf(value: unknown): Traits {
  if (typeof value === 'object' && value !== null) return value;
  if (typeof value !== 'number') return {};
  return Object.fromEntries(BITS.flatMap((name, bit) => (value & (1 << bit) ? [[name, 1]] : [])));
}

/** The formats of the timestamp codes 5, 6 and 7; 4 has that of the protocol. */
const TIMES: Readonly<Record<number, MemberWire['time']>> = {
  5: 'date-time',
  6: 'http-date',
  7: 'epoch-seconds',
};

/** `undefined` for a member that is an element, or a parameter, of its own name. `ref` is its reference. */
export function memberWire(ref: unknown, path: string): MemberWire | undefined {
  const isPair = Array.isArray(ref) && ref.length === 2;
  const traits = traitsOf(isPair ? ref[1] : undefined);
  const target: unknown = isPair ? ref[0] : ref;
  const time = typeof target === 'number' ? TIMES[target] : undefined;
  if (traits.httpQueryParams) throw new Error(`${path}: httpQueryParams is not read yet`);
  const namespace = traits.xmlNamespace;
  const wire: MemberWire = {
    ...placeOf(traits),
    ...(traits.xmlName !== undefined && { name: traits.xmlName }),
    ...(traits.jsonName !== undefined && { name: traits.jsonName }),
    ...(hasOtherQueryName(traits) && { query: traits.ec2QueryName }),
    ...(traits.xmlFlattened !== undefined && { flat: true }),
    ...(traits.xmlAttribute !== undefined && { attribute: true }),
    ...(namespace !== undefined && { namespace }),
    ...(time !== undefined && { time }),
  };
  return Object.keys(wire).length === 0 ? undefined : wire;
}

/** EC2's parameters have the element's name with a capital, most often. */
function hasOtherQueryName({ xmlName, ec2QueryName }: Traits): boolean {
  if (ec2QueryName === undefined) return false;
  return xmlName === undefined || xmlName.charAt(0).toUpperCase() + xmlName.slice(1) !== ec2QueryName;
}

/** Whether documents are XML, which have a namespace. */
export function speaksXml(protocol: Protocol): boolean {
  return protocol === 'awsQuery' || protocol === 'ec2Query' || protocol === 'restXml';
}

function placeOf(traits: Traits): MemberWire {
  if (traits.httpLabel) return { at: 'label' };
  if (traits.httpPayload) return { at: 'payload' };
  if (traits.httpResponseCode) return { at: 'status' };
  if (traits.httpQuery !== undefined) return { at: 'query', name: traits.httpQuery };
  if (traits.httpHeader !== undefined) {
    return { at: 'header', name: traits.httpHeader.toLowerCase() };
  }
  if (traits.httpPrefixHeaders !== undefined) {
    return { at: 'headers', name: traits.httpPrefixHeaders.toLowerCase() };
  }
  return {};
}

/** Method and path of an operation; `undefined` where the protocol has one for all. */
export function httpBinding(traits: Traits): HttpBinding | undefined {
  const http = traits.http;
  if (http === undefined) return undefined;
  const [method, uri, status] = http;
  const [host] = traits.endpoint ?? [];
  return { method, uri, ...(status !== 200 && { status }), ...(host !== undefined && { host }) };
}

/** The element's name of a list's elements; `undefined` for the usual `member`. */
export function elementOf(ref: unknown): string | undefined {
  return Array.isArray(ref) && ref.length === 2 ? traitsOf(ref[1]).xmlName : undefined;
}

/** The namespace of the service's documents, from a client's settings. */
export function xmlNamespaceOf(sdk: Record<string, unknown>, serviceId: string): string {
  const Client = sdk[`${serviceId}Client`] as new (options: object) => {
    readonly config: { readonly protocol?: unknown; readonly protocolSettings?: { xmlNamespace?: string } };
    destroy(): void;
  };
  const client = new Client({ region: 'us-east-1' });
  const namespace = client.config.protocolSettings?.xmlNamespace;
  client.destroy();
  if (namespace === undefined) throw new Error(`the client of ${serviceId} names no XML namespace`);
  return namespace;
}
