import { replayIsOver } from '../errors.ts';
import { replayOf } from '../model/find-archive.ts';
import type { EventsOperation } from '../operation.ts';

/** What was sent already stays sent. */
export const cancelReplay: EventsOperation<'CancelReplay'> = (input, call) => {
  const replay = replayOf(call, input.ReplayName);
  if (replay.state !== 'STARTING' && replay.state !== 'RUNNING') throw replayIsOver(replay.name);
  call.tables.replays.put({ ...replay, state: 'CANCELLING' });
  return { ReplayArn: replay.arn, State: 'CANCELLING' };
};
