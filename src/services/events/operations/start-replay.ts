import { parseArn } from '../../../aws/arn.ts';
import {
  replayBackwards,
  replayExists,
  replayOfNothing,
  replayToNoBus,
  replayToOtherBus,
} from '../errors.ts';
import { nameInArn, replayArn } from '../model/arns.ts';
import { busOf } from '../model/find.ts';
import { seconds, type EventsOperation } from '../operation.ts';

/** Events go back to the bus that they came from, to all of its rules or those that are named. */
export const startReplay: EventsOperation<'StartReplay'> = (input, call) => {
  const { account, region, now } = call;
  const { ReplayName: name, Destination, EventSourceArn, Description } = input;
  const destination = parseArn(Destination.Arn);
  if (destination?.service !== 'events' || !destination.resource.startsWith('event-bus/')) {
    throw replayToNoBus();
  }
  const { name: bus } = busOf(call, Destination.Arn);
  const archiveName = nameInArn(EventSourceArn);
  const archive = call.tables.archives.get(account, region, archiveName);
  if (archive === undefined) throw replayOfNothing(archiveName);
  if (archive.bus !== bus) throw replayToOtherBus();
  const [start, end] = [input.EventStartTime * 1000, input.EventEndTime * 1000];
  if (start >= end) throw replayBackwards();
  if (call.tables.replays.get(account, region, name) !== undefined) throw replayExists(name);
  const arn = replayArn(call, name);
  const { FilterArns: rules = [] } = Destination;
  call.tables.replays.put({
    account,
    region,
    name,
    arn,
    ...(Description !== undefined && { description: Description }),
    state: 'STARTING',
    archive: archive.id,
    archiveName,
    sourceArn: EventSourceArn,
    destination: Destination,
    bus,
    ...(rules.length > 0 && { rules }),
    start,
    end,
    startedAt: now,
  });
  return { ReplayArn: arn, State: 'STARTING', ReplayStartTime: seconds(now) };
};
