import { groupNamed } from '../model/groups.ts';
import { makeStream } from '../model/streams.ts';
import type { LogsOperation } from '../operation.ts';

export const createLogStream: LogsOperation<'CreateLogStream'> = ({ logGroupName, logStreamName }, call) => {
  makeStream(call, groupNamed(call, logGroupName), logStreamName);
  return {};
};
