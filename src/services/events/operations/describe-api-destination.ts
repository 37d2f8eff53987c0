import { apiDestinationNotFound } from '../errors.ts';
import { describeApiDestination as described } from '../model/describe.ts';
import type { EventsOperation } from '../operation.ts';

export const describeApiDestination: EventsOperation<'DescribeApiDestination'> = (input, call) => {
  const found = call.tables.apiDestinations.get(call.account, call.region, input.Name);
  if (found === undefined) throw apiDestinationNotFound('describe', input.Name);
  return { ...described(found), ...(found.description !== undefined && { Description: found.description }) };
};
