import { expect, test } from 'vitest';
import { AwsError } from '../../../aws/aws-error.ts';
import { logsContract } from '../../../aws/contract/logs.gen.ts';
import type { Service } from '../../../aws/service.ts';
import { countingIds } from '../../../kernel/ids.ts';
import { logsTarget } from './logs-target.ts';

const groupArn = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/x';
const never = new AbortController().signal;

/** A CloudWatch Logs that knows one group, and the streams that were made in it. */
function fakeLogs() {
  const calls: unknown[] = [];
  const streams = new Set<unknown>();
  const service: Service = {
    name: 'logs',
    contract: logsContract,
    validationError: (_operation, message) => new AwsError('InvalidParameterException', message),
    handle(operation, input, { account, region }) {
      const { logGroupName, logStreamName, logEvents } = input as Record<string, unknown>;
      calls.push([operation, account, region, logGroupName, logStreamName, logEvents]);
      if (logGroupName !== '/aws/events/x') throw new AwsError('ResourceNotFoundException', 'no group');
      if (operation === 'CreateLogStream') streams.add(logStreamName);
      else if (!streams.has(logStreamName)) throw new AwsError('ResourceNotFoundException', 'no stream');
      return {};
    },
  };
  return { service, calls, streams };
}

test('writes into one stream of the group, in the account and region of its ARN', async () => {
  const { service, calls, streams } = fakeLogs();
  const target = logsTarget(service, countingIds());
  const line = { timestamp: 5, message: 'one' };
  await target.write(groupArn, line, never);
  await target.write(groupArn, { timestamp: 6, message: 'two' }, never);
  const [stream] = streams;
  const place = ['123456789012', 'eu-west-1', '/aws/events/x', stream];
  expect(calls).toEqual([
    ['CreateLogStream', ...place, undefined],
    ['PutLogEvents', ...place, [line]],
    ['PutLogEvents', ...place, [{ timestamp: 6, message: 'two' }]],
  ]);
});

test('makes another stream when its own is deleted, and says that a group is not there', async () => {
  const { service, streams } = fakeLogs();
  const target = logsTarget(service, countingIds());
  await target.write(groupArn, { timestamp: 5, message: 'one' }, never);
  streams.clear();
  await target.write(groupArn, { timestamp: 6, message: 'two' }, never);
  expect(streams.size).toBe(1);
  const missing = target.write(`${groupArn}y`, { timestamp: 7, message: 'three' }, never);
  await expect(missing).rejects.toThrow('no group');
});
