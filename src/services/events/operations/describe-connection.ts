import { connectionNotFound } from '../errors.ts';
import { shownParameters } from '../model/connection-parameters.ts';
import { openParameters } from '../model/connection-secrets.ts';
import { describeConnection as described } from '../model/describe.ts';
import type { EventsOperation } from '../operation.ts';

export const describeConnection: EventsOperation<'DescribeConnection'> = (input, call) => {
  const found = call.tables.connections.get(call.account, call.region, input.Name);
  if (found === undefined) throw connectionNotFound('describe', input.Name);
  return {
    ...described(found),
    ...(found.description !== undefined && { Description: found.description }),
    ...(found.kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: found.kmsKeyIdentifier }),
    SecretArn: found.secretArn,
    AuthParameters: shownParameters(openParameters(call.cipher, found)),
  };
};
