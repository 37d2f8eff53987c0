import type { ArnScope } from '../../../aws/arn.ts';
import { DeliveryError } from '../deliveries/delivery-error.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Delivery, EventsTables } from '../model/tables.ts';

/**
 * Sends an event on to another bus, as it is: a bus takes no transformed input. One that came from a bus is
 * not sent on to a third, as by AWS, so that buses can never send an event round and round.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
 */
export function forwardToBus(
  delivery: Delivery,
  { scope, bus }: { readonly scope: ArnScope; readonly bus: string },
  tables: EventsTables,
  eventLog: EventLog,
): () => void {
  const { account, region } = scope;
  if (delivery.forwarded === true) {
    throw new DeliveryError('an event that came from another bus is not sent on to a third', {
      code: 'THIRD_ACCOUNT_HOP_DETECTED',
      isRetriable: false,
    });
  }
  if (bus !== 'default' && tables.buses.get(account, region, bus) === undefined) {
    throw new DeliveryError(`event bus ${bus} does not exist`, { code: 'NO_RESOURCE', isRetriable: false });
  }
  return () => eventLog.append({ account, region, bus }, delivery.event, { forwarded: true });
}
