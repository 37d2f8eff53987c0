import { connectionNotFound } from '../errors.ts';
import { sealParameters } from '../model/connection-secrets.ts';
import { connectionTimes } from '../model/describe.ts';
import type { EventsOperation } from '../operation.ts';

/** Its secrets are forgotten; UpdateConnection gives it new ones. */
export const deauthorizeConnection: EventsOperation<'DeauthorizeConnection'> = (input, call) => {
  const before = call.tables.connections.get(call.account, call.region, input.Name);
  if (before === undefined) throw connectionNotFound('deauthorize', input.Name);
  const sealed = sealParameters(call.cipher, before.arn, {});
  const connection = { ...before, state: 'DEAUTHORIZED' as const, sealed, modifiedAt: call.now };
  call.tables.connections.put(connection);
  return {
    ConnectionArn: connection.arn,
    ConnectionState: 'DEAUTHORIZING',
    ...connectionTimes(connection),
  };
};
