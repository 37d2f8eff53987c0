import type { TargetMessage, UpstreamTargetService } from '../../../aws/targets/target-upstreams.ts';
import { DeliveryError } from '../deliveries/delivery-error.ts';
import { parseJsonPath, valueAt } from '../input/json-path.ts';
import type { Delivery } from '../model/tables.ts';
import type { EventTargets } from '../ports.ts';
import { tokenOf } from './run-task.ts';

/** Hands an event, or a dead letter, to a service that somebody else provides. */
export async function sendUpstream(
  delivery: Delivery,
  { service, arn }: { readonly service: UpstreamTargetService; readonly arn: string },
  { upstreams }: EventTargets,
  signal: AbortSignal,
): Promise<void> {
  const upstream = upstreams?.(service);
  // It was there when the target was set: this run was started without it, the next may have it again.
  if (upstream === undefined) {
    throw new DeliveryError(`Longshore was started without --upstream ${service}=URL`, {
      code: 'NO_RESOURCE',
      isRetriable: true,
    });
  }
  await upstream.send(arn, messageOf(delivery, service), signal);
}

function messageOf(delivery: Delivery, service: UpstreamTargetService): TargetMessage {
  const { target, input, deadLetter } = delivery;
  const group = target.SqsParameters?.MessageGroupId;
  return {
    id: tokenOf(delivery),
    body: input,
    ...(deadLetter !== undefined && { attributes: deadLetter }),
    ...(service === 'sqs' && group !== undefined && { messageGroupId: group }),
    ...(service === 'kinesis' && { partitionKey: partitionKeyOf(delivery) }),
  };
}

/** The event's id by default, and where the event has nothing at the path. */
function partitionKeyOf({ target, event }: Delivery): string {
  const path = parseJsonPath(target.KinesisParameters?.PartitionKeyPath ?? '');
  const value = path === undefined ? undefined : valueAt(event, path);
  if (value === undefined || value === null) return event.id;
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 256);
}
