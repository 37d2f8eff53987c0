import type { LogDestination, LogGroupAddress, LogSink, OutputEvent } from '../../agent/logs/log-sink.ts';
import { rootArn, partitionOf } from '../../aws/arn.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { innerCall } from '../../aws/inner-call.ts';
import type { Service } from '../../aws/service.ts';
import type { Ids } from '../../kernel/ids.ts';
import { logGroupMissing } from '../client/errors.ts';
import { listIn, numberIn, textIn } from './members.ts';

/** Longest that a write or the making of a stream may take. */
const DEADLINE = 60_000;

/**
 * The output of containers in a CloudWatch Logs that somebody else runs. A batch is noted as written once it
 * was taken: after a crash in between it is written again.
 */
export function upstreamLogSink(logs: Service, ids: Ids): LogSink {
  const call = async (
    operation: string,
    { account, region, group }: LogGroupAddress,
    input: object,
    signal: AbortSignal = AbortSignal.timeout(DEADLINE),
  ): Promise<unknown> => {
    const principalArn = rootArn({ partition: partitionOf(region), account });
    const context = innerCall({ requestId: ids.uuid(), account, region, principalArn, signal });
    return logs.handle(operation, { logGroupName: group, ...input }, context);
  };
  return {
    async openGroup(address, createGroup) {
      if (createGroup) return unlessThere(call('CreateLogGroup', address, {}));
      const asked = { logGroupNamePrefix: address.group, logGroupName: undefined };
      const answer = await call('DescribeLogGroups', address, asked);
      const isThere = listIn(answer, 'logGroups').some(
        (group) => textIn(group, 'logGroupName') === address.group,
      );
      if (!isThere) throw logGroupMissing();
    },
    openStream: (to) => unlessThere(call('CreateLogStream', to, { logStreamName: to.stream })),
    async write(to, events, accepted) {
      const logEvents = events.map(({ at, message }) => ({ timestamp: at, message }));
      await call('PutLogEvents', to, { logStreamName: to.stream, logEvents });
      accepted();
    },
    read: (to, from, signal) => read(to, from, signal),
  };

  async function* read(
    to: LogDestination,
    from: number,
    signal: AbortSignal,
  ): AsyncGenerator<OutputEvent, void, undefined> {
    let nextToken: string | undefined;
    while (!signal.aborted) {
      const input = { logStreamName: to.stream, startFromHead: true, startTime: from, nextToken };
      const answer = await call('GetLogEvents', to, input, signal);
      for (const event of listIn(answer, 'events')) {
        yield { at: numberIn(event, 'timestamp') ?? 0, message: textIn(event, 'message') ?? '' };
      }
      // The end is where the token stays the same.
      const token = textIn(answer, 'nextForwardToken');
      if (token === undefined || token === nextToken) return;
      nextToken = token;
    }
  }
}

async function unlessThere(making: Promise<unknown>): Promise<void> {
  try {
    await making;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
  }
}
