import { appendEvents } from '../model/append.ts';
import { checkBatch, sortOut } from '../model/batch.ts';
import { sequenceToken } from '../model/event-id.ts';
import { groupNamed } from '../model/groups.ts';
import { streamNamed } from '../model/streams.ts';
import type { LogsOperation } from '../operation.ts';

/** Sequence tokens are not looked at, as by AWS since 2023, but still answered. */
export const putLogEvents: LogsOperation<'PutLogEvents'> = (input, call) => {
  checkBatch(input.logEvents);
  const group = groupNamed(call, input.logGroupName);
  const stream = streamNamed(call, group, input.logStreamName);
  const { accepted, rejected } = sortOut(input.logEvents, group, call.now);
  appendEvents(call, group, stream, accepted);
  return {
    nextSequenceToken: sequenceToken(stream.id, call.now),
    ...(rejected !== undefined && { rejectedLogEventsInfo: rejected }),
    // The events are stored all the same: what they are about is not kept.
    ...(input.entity !== undefined && { rejectedEntityInfo: { errorType: 'UnsupportedLogGroupType' } }),
  };
};
