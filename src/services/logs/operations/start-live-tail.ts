import type { StartLiveTailRequest } from '../../../aws/contract/logs.types.gen.ts';
import { EventStream } from '../../../aws/event-stream.ts';
import { exclusive, groupClassUnsupported, groupsByArnOnly, streamsOfSeveralGroups } from '../errors.ts';
import { liveTail, type TailedGroup } from '../live-tail.ts';
import { groupNamed } from '../model/groups.ts';
import { groupArn, groupNameOf } from '../model/identifiers.ts';
import { compilePattern } from '../model/pattern/compile.ts';
import type { LogsCall, LogsOperation } from '../operation.ts';

/** Events of up to ten groups as they come in, until the client hangs up or three hours have passed. */
export const startLiveTail: LogsOperation<'StartLiveTail'> = (input, call) => {
  const { logStreamNames, logStreamNamePrefixes, logEventFilterPattern } = input;
  if (logStreamNames !== undefined && logStreamNamePrefixes !== undefined) {
    throw exclusive('logStreamNames', 'logStreamNamePrefixes');
  }
  const hasStreams = logStreamNames !== undefined || logStreamNamePrefixes !== undefined;
  if (hasStreams && input.logGroupIdentifiers.length > 1) throw streamsOfSeveralGroups();
  const pattern = compilePattern(logEventFilterPattern);
  const groups = input.logGroupIdentifiers.map((identifier) => tailedGroup(call, identifier));
  return new EventStream(
    liveTail({
      groups,
      wants: streamFilter(input),
      pattern,
      request: input,
      call,
      sessionId: call.ids.uuid(),
    }),
  );
};

function tailedGroup(call: LogsCall, identifier: string): TailedGroup {
  if (!identifier.startsWith('arn:')) throw groupsByArnOnly();
  const group = groupNamed(call, groupNameOf(call, identifier));
  if (group.logGroupClass !== 'STANDARD') throw groupClassUnsupported('StartLiveTail', group.logGroupClass);
  // AWS names groups in events by account and name.
  return { id: group.id, arn: groupArn(call, group.name), identifier: `${call.account}:${group.name}` };
}

function streamFilter(input: StartLiveTailRequest): (stream: string) => boolean {
  const { logStreamNames: names, logStreamNamePrefixes: prefixes } = input;
  return (stream) => names?.includes(stream) ?? prefixes?.some((prefix) => stream.startsWith(prefix)) ?? true;
}
