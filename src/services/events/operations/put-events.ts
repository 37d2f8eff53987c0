import type { PutEventsRequestEntry, PutEventsResultEntry } from '../../../aws/contract/events.types.gen.ts';
import { parseArn } from '../../../aws/arn.ts';
import { endpointsUnsupported, entriesTooLarge } from '../errors.ts';
import { eventDocument } from '../model/event.ts';
import { busNameOf } from '../model/find.ts';
import { parseObject } from '../model/parse-object.ts';
import type { EventsCall, EventsOperation } from '../operation.ts';

const mostBytes = 256 * 1024;

/** Each entry stands for itself: what is wrong with one is told in its place, and the others are taken. */
export const putEvents: EventsOperation<'PutEvents'> = (input, call) => {
  if (input.EndpointId !== undefined) throw endpointsUnsupported();
  const bytes = input.Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > mostBytes) throw entriesTooLarge();
  const entries = input.Entries.map((entry) => put(entry, call));
  const failed = entries.filter(({ ErrorCode }) => ErrorCode !== undefined);
  return { FailedEntryCount: failed.length, Entries: entries };
};

function put(entry: PutEventsRequestEntry, call: EventsCall): PutEventsResultEntry {
  const { Source: source, DetailType: detailType, Detail: text } = entry;
  if (source === undefined || source === '') return missing('Source');
  if (detailType === undefined || detailType === '') return missing('DetailType');
  if (text === undefined || text === '') return missing('Detail');
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parseObject(text);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const id = call.ids.uuid();
  const event = eventDocument(id, {
    account: call.account,
    region: call.region,
    source,
    detailType,
    resources: entry.Resources ?? [],
    detail,
    time: entry.Time === undefined ? call.now : entry.Time * 1000,
  });
  append(entry, event, call);
  return { EventId: id };
}

/** AWS takes events for a bus that is not there, and drops them. */
function append(
  { EventBusName }: PutEventsRequestEntry,
  event: ReturnType<typeof eventDocument>,
  call: EventsCall,
): void {
  const { account, region } = parseArn(EventBusName ?? '') ?? call;
  const bus = busNameOf(EventBusName);
  if (bus === 'default' || call.tables.buses.get(account, region, bus) !== undefined) {
    call.eventLog.append({ account, region, bus }, event);
  } else {
    call.log.warn(
      { bus, account, region, eventId: event.id },
      'an event for a bus that does not exist is dropped',
    );
  }
}

const missing = (member: string): PutEventsResultEntry => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${member} is not valid. Reason: ${member} is a required argument.`,
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
function sizeOf({ Time, Source, DetailType, Detail, Resources }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return bytes + (Time === undefined ? 0 : 14);
}
