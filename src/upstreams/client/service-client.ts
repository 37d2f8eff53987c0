import type { ServiceContract } from '../../aws/contract/contract.ts';
import type { RequestContext, Service } from '../../aws/service.ts';
import { sha256Hex } from '../../aws/sigv4/canonical.ts';
import { type Credentials, sign } from '../../aws/sigv4/sign.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Connections } from '../connections.ts';
import type { Upstream } from '../upstreams.ts';
import { awsJsonCodec } from './aws-json.ts';
import { awsQueryCodec } from './aws-query.ts';
import type { Codec } from './codec.ts';
import { answeredError, invalidInput, unreachableUpstream, unspoken } from './errors.ts';
import { exchange } from './exchange.ts';
import { restXmlCodec } from './rest-xml.ts';

/** Whose credentials sign a call that Longshore itself makes for an account, in a region. */
export type CredentialsFor = (
  call: Pick<RequestContext, 'account' | 'region'>,
) => Credentials | Promise<Credentials>;

export interface ServiceClientParts {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly credentialsFor: CredentialsFor;
}

/**
 * A service that somebody else runs, in the shape of Longshore's own: what takes a `Service` need not know
 * which it has. Rejects with AwsErrors: the upstream's own, or one of its protocol that says why it gave none.
 */
export function upstreamService(
  contract: ServiceContract,
  upstream: Upstream,
  parts: ServiceClientParts,
): Service {
  let known: Codec | undefined;
  return {
    name: contract.signingName,
    contract,
    async handle(operation, input, context) {
      const codec = (known ??= codecOf(contract));
      const url = upstream.urlIn(context.region);
      const { method, path, headers, body } = codec.encode(operation, input);
      const credentials = await parts.credentialsFor(context);
      const at = url.pathname.replace(/\/$/, '') + path;
      const signed = sign(
        {
          method,
          url: at,
          headers: {
            ...headers,
            host: url.host,
            ...((body.length > 0 || method !== 'GET') && { 'content-length': String(body.length) }),
            'user-agent': 'longshore',
          },
        },
        {
          credentials,
          region: context.region,
          service: contract.signingName,
          now: parts.clock.now(),
          payloadHash: sha256Hex(body),
        },
      );
      const head = { method, path: at, headers: Object.entries(signed.headers).flat() };
      const answer = await exchange(parts.connections, { url, head, body }, context.signal).catch(
        (error: unknown): never => {
          if (context.signal.aborted) throw error;
          throw unreachableUpstream(contract.signingName, url, error);
        },
      );
      if (answer.status >= 200 && answer.status < 300) return codec.decode(operation, answer);
      throw answeredError(contract, codec.error(answer), answer.status);
    },
    validationError: (_operation, message) => invalidInput(message),
  };
}

/** Protocols that nothing here needs to speak are refused with each call. */
function codecOf(contract: ServiceContract): Codec {
  const { protocol } = contract;
  switch (protocol) {
    case 'awsJson1.0':
    case 'awsJson1.1':
      return awsJsonCodec(contract, protocol);
    case 'awsQuery':
      return awsQueryCodec(contract);
    case 'restXml':
      return restXmlCodec(contract);
    case 'ec2Query':
    case 'restJson1':
    case 'rpcv2Cbor':
      throw unspoken(contract.serviceId, protocol);
    default:
      return protocol satisfies never;
  }
}
