import { describe, expect, test } from 'vitest';
import { testEvents, type TestEvents } from '../../../../test/support/events.ts';
import { AwsError } from '../../../aws/aws-error.ts';
import type { Target } from '../../../aws/contract/events.types.gen.ts';

const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const RoleArn = 'arn:aws:iam::000000000000:role/events';
const queue = arnOf('sqs', 'jobs');
const letters = arnOf('sqs', 'letters');

function rule(events: TestEvents, target: Partial<Target>): unknown {
  events.call('PutRule', { Name: 'all', EventPattern: '{"source":["app"]}' });
  const { FailedEntries = [] } = events.call('PutTargets', {
    Rule: 'all',
    Targets: [{ Id: 'one', Arn: queue, ...target }],
  });
  return FailedEntries[0];
}

async function put(events: TestEvents): Promise<void> {
  const Entries = [{ Source: 'app', DetailType: 'Thing', Detail: '{"customer":"c-1"}' }];
  events.call('PutEvents', { Entries });
  await events.clock.advance(0);
}

describe('a target of a service that somebody else provides', () => {
  test.each([
    ['sqs', 'jobs', {}, {}],
    ['sqs', 'jobs.fifo', { SqsParameters: { MessageGroupId: 'g' } }, { messageGroupId: 'g' }],
    ['sns', 'topic', {}, {}],
    ['lambda', 'function:work', {}, {}],
    ['states', 'stateMachine:work', {}, {}],
    ['firehose', 'deliverystream/work', {}, {}],
    ['kinesis', 'stream/work', {}, { partitionKey: expect.stringMatching(/^[0-9a-f-]{36}$/) }],
    [
      'kinesis',
      'stream/work',
      { KinesisParameters: { PartitionKeyPath: '$.detail.customer' } },
      { partitionKey: 'c-1' },
    ],
  ])('of %s gets what it is to get (%s)', async (service, resource, members, expected) => {
    await using events = testEvents({ upstreams: [service] });
    const Arn = arnOf(service, resource);
    expect(rule(events, { Arn, RoleArn, Input: '{"do":"it"}', ...members })).toBeUndefined();
    await put(events);
    expect(events.sent).toEqual([
      {
        arn: Arn,
        message: { id: expect.stringMatching(/^[0-9a-f]{40}$/), body: '{"do":"it"}', ...expected },
      },
    ]);
  });

  test('is refused where there is no upstream, by the flag that gives one', async () => {
    await using events = testEvents({ upstreams: ['sns'] });
    expect(rule(events, {})).toEqual({
      TargetId: 'one',
      ErrorCode: 'UnsupportedOperationException',
      ErrorMessage: 'Longshore has no sqs. Start it with --upstream sqs=URL to pass its calls on.',
    });
    expect(events.call('ListTargetsByRule', { Rule: 'all' }).Targets).toEqual([]);
  });

  test.each([
    [
      { BatchParameters: { JobDefinition: 'a', JobName: 'b' } },
      'Parameter BatchParameters is not valid for target one.',
    ],
    [
      { Arn: arnOf('states', 'stateMachine:x') },
      `RoleArn is required for target ${arnOf('states', 'stateMachine:x')}.`,
    ],
    [{ Arn: arnOf('s3', 'bucket') }, 's3 is not a supported service for a target.'],
    [{ Arn: arnOf('sqs', 'jobs.fifo') }, 'Parameter(s) SqsParameters must be specified for target: one.'],
    [
      { DeadLetterConfig: { Arn: arnOf('sns', 'topic') } },
      `Invalid DeadLetterConfig for target one : [${arnOf('sns', 'topic')} is no ARN of a standard queue.]`,
    ],
  ])('is refused as by AWS: %j', async (target, message) => {
    await using events = testEvents({ upstreams: ['sqs'] });
    expect(() => rule(events, target)).toThrow(message);
  });
});

describe('a dead letter', () => {
  test('is the event, with the reasons, once attempts are used up', async () => {
    await using events = testEvents({ upstreams: ['sqs'] });
    rule(events, {
      Input: '{}',
      DeadLetterConfig: { Arn: letters },
      RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
    });
    events.failures.push(new Error('away'), new Error('still away'));
    await put(events);
    await events.clock.advance(1000);
    expect(events.sent.map(({ arn }) => arn)).toEqual([letters]);
    const message = events.sent[0]?.message;
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ source: 'app', detail: { customer: 'c-1' } });
    expect(message?.attributes).toEqual({
      RULE_ARN: arnOf('events', 'rule/all'),
      TARGET_ARN: queue,
      ERROR_CODE: 'UNKNOWN',
      ERROR_MESSAGE: 'still away',
      RETRY_ATTEMPTS: '1',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
  });

  test('is sent at once for what no attempt can mend, and survives a crash', async () => {
    await using events = testEvents({ upstreams: ['sqs'] });
    rule(events, { DeadLetterConfig: { Arn: letters } });
    events.failures.push(
      new AwsError('QueueDoesNotExist', 'The specified queue does not exist.'),
      new Error('the dead-letter queue is away'),
    );
    await put(events);
    expect(events.sent).toEqual([]);
    await events.crash();
    await events.clock.advance(1000);
    expect(events.sent[0]?.message.attributes).toEqual({
      RULE_ARN: arnOf('events', 'rule/all'),
      TARGET_ARN: queue,
      ERROR_CODE: 'NO_RESOURCE',
      ERROR_MESSAGE: 'QueueDoesNotExist: The specified queue does not exist.',
      RETRY_ATTEMPTS: '0',
    });
  });

  test('needs a queue that can be reached', async () => {
    await using events = testEvents({ upstreams: ['sns'] });
    const Arn = arnOf('sns', 'topic');
    expect(rule(events, { Arn, DeadLetterConfig: { Arn: letters } })).toMatchObject({
      ErrorMessage:
        'DeadLetterConfig: Longshore has no sqs. Start it with --upstream sqs=URL to pass its calls on.',
    });
  });
});
