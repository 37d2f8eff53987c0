import { connectionNotFound } from '../errors.ts';
import { connectionTimes } from '../model/describe.ts';
import type { EventsOperation } from '../operation.ts';

export const deleteConnection: EventsOperation<'DeleteConnection'> = (input, call) => {
  const { account, region } = call;
  const found = call.tables.connections.get(account, region, input.Name);
  if (found === undefined) throw connectionNotFound('delete', input.Name);
  call.tables.connections.delete(account, region, input.Name);
  return { ConnectionArn: found.arn, ConnectionState: 'DELETING', ...connectionTimes(found) };
};
