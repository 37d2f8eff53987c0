import { busHasRules, undeletableBus } from '../errors.ts';
import { busNameOf } from '../model/find.ts';
import type { EventsOperation } from '../operation.ts';

/** A bus that is not there is as good as deleted. */
export const deleteEventBus: EventsOperation<'DeleteEventBus'> = (input, call) => {
  const { account, region } = call;
  const bus = busNameOf(input.Name);
  if (bus === 'default') throw undeletableBus();
  if (call.tables.rules.count({ where: { account, region, bus } }) > 0) throw busHasRules(bus);
  call.tables.buses.delete(account, region, bus);
  return {};
};
