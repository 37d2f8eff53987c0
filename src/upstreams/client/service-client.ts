import type { ServiceContract } from '../../aws/contract/contract.ts';
import type { Service } from '../../aws/service.ts';
import type { Upstream } from '../upstreams.ts';
import { awsJsonCodec } from './aws-json.ts';
import { awsQueryCodec } from './aws-query.ts';
import type { Codec } from './codec.ts';
import { answeredError, invalidInput, unspoken } from './errors.ts';
import { restXmlCodec } from './rest-xml.ts';
import { type CallerParts, signedExchange } from './signed-exchange.ts';

/**
 * A service that somebody else runs, in the shape of Longshore's own: what takes a `Service` need not know
 * which it has. Rejects with AwsErrors: the upstream's own, or one of its protocol that says why it gave none.
 */
export function upstreamService(contract: ServiceContract, upstream: Upstream, parts: CallerParts): Service {
  let known: Codec | undefined;
  return {
    name: contract.signingName,
    contract,
    async handle(operation, input, { account, region, signal }) {
      const codec = (known ??= codecOf(contract));
      const to = { service: contract.signingName, url: upstream.urlIn(region), account, region };
      const answer = await signedExchange(parts, to, codec.encode(operation, input), signal);
      if (answer.status >= 200 && answer.status < 300) return codec.decode(operation, answer);
      throw answeredError(codec.error(answer), answer.status, contract);
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
