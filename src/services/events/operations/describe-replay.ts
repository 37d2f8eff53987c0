import { describeReplay as described } from '../model/describe-archive.ts';
import { replayOf } from '../model/find-archive.ts';
import type { EventsOperation } from '../operation.ts';

export const describeReplay: EventsOperation<'DescribeReplay'> = (input, call) =>
  described(replayOf(call, input.ReplayName));
