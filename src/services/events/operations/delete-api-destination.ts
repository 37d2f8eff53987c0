import { apiDestinationNotFound } from '../errors.ts';
import type { EventsOperation } from '../operation.ts';

export const deleteApiDestination: EventsOperation<'DeleteApiDestination'> = (input, call) => {
  const isDeleted = call.tables.apiDestinations.delete(call.account, call.region, input.Name);
  if (!isDeleted) throw apiDestinationNotFound('delete', input.Name);
  return {};
};
