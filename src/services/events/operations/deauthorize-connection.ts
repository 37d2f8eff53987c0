import { connectionNotFound } from '../errors.ts';
import { connectionTimes } from '../model/describe.ts';
import type { EventsOperation } from '../operation.ts';

/** Its secrets are forgotten; UpdateConnection gives it new ones. */
export const deauthorizeConnection: EventsOperation<'DeauthorizeConnection'> = (input, call) => {
  const before = call.tables.connections.get(call.account, call.region, input.Name);
  if (before === undefined) throw connectionNotFound('deauthorize', input.Name);
  const connection = { ...before, state: 'DEAUTHORIZED' as const, parameters: {}, modifiedAt: call.now };
  call.tables.connections.put(connection);
  return {
    ConnectionArn: connection.arn,
    ConnectionState: 'DEAUTHORIZING',
    ...connectionTimes(connection),
  };
};
