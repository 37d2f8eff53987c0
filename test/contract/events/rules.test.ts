import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  InvalidEventPatternException,
  LimitExceededException,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  ResourceNotFoundException,
  TagResourceCommand,
  TestEventPatternCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EventBridgeUnderTest, refusalOf, startEventBridge } from './client.ts';

const EventPattern = '{"source":["app"]}';
const ruleArn = (name: string): string => `arn:aws:events:us-east-1:000000000000:rule/${name}`;
const cluster = 'arn:aws:ecs:us-east-1:000000000000:cluster/default';
const RoleArn = 'arn:aws:iam::000000000000:role/events';
const EcsParameters = { TaskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/app' };

describe('rules, by the SDK', () => {
  let started: EventBridgeUnderTest;
  beforeAll(async () => {
    started = await startEventBridge();
  });
  afterAll(() => started[Symbol.asyncDispose]());

  test('are put, described, listed, switched and deleted', async () => {
    const { events } = started;
    const put = await events.send(new PutRuleCommand({ Name: 'one', EventPattern, Description: 'first' }));
    expect(put.RuleArn).toBe(ruleArn('one'));
    await events.send(
      new PutRuleCommand({ Name: 'two', ScheduleExpression: 'rate(5 minutes)', State: 'DISABLED' }),
    );
    const { $metadata: _, ...one } = await events.send(new DescribeRuleCommand({ Name: 'one' }));
    expect(one).toEqual({
      Name: 'one',
      Arn: ruleArn('one'),
      EventPattern,
      State: 'ENABLED',
      Description: 'first',
      EventBusName: 'default',
      CreatedBy: '000000000000',
    });
    await events.send(new DisableRuleCommand({ Name: 'one' }));
    await events.send(new EnableRuleCommand({ Name: 'two' }));
    const first = await events.send(new ListRulesCommand({ Limit: 1 }));
    const second = await events.send(new ListRulesCommand({ Limit: 1, NextToken: first.NextToken }));
    expect([first.Rules?.[0], second.Rules?.[0]]).toMatchObject([
      { Name: 'one', State: 'DISABLED' },
      { Name: 'two', State: 'ENABLED', ScheduleExpression: 'rate(5 minutes)' },
    ]);
    const found = await events.send(new ListRulesCommand({ NamePrefix: 'tw' }));
    expect(found.Rules?.map(({ Name }) => Name)).toEqual(['two']);
    for (const Name of ['one', 'two', 'never']) await events.send(new DeleteRuleCommand({ Name }));
    const gone = events.send(new DescribeRuleCommand({ Name: 'one' }));
    await expect(gone).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(gone).rejects.toThrow('Rule one does not exist on EventBus default.');
  });

  test.each([
    [{}, 'ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.'],
    [
      { ScheduleExpression: 'rate(1 minutes)' },
      'ValidationException',
      'Parameter ScheduleExpression is not valid.',
    ],
    [{ EventPattern, EventBusName: 'none' }, 'ResourceNotFoundException', 'Event bus none does not exist.'],
    [
      { EventPattern: '{"source":"app"}' },
      'InvalidEventPatternException',
      'Event pattern is not valid. Reason: "source" must be an object or an array\n at [Source: (String)"{"source":"app"}"; line: 1, column: 12]',
    ],
  ])('are refused: %j', async (input, name, message) => {
    const refusal = await refusalOf(started.events.send(new PutRuleCommand({ Name: 'bad', ...input })));
    expect(refusal).toEqual({ name, message });
  });

  test('have targets', async () => {
    const { events } = started;
    await events.send(new PutRuleCommand({ Name: 'targets', EventPattern }));
    const put = await events.send(
      new PutTargetsCommand({
        Rule: 'targets',
        Targets: [
          { Id: 'run', Arn: cluster, RoleArn, EcsParameters },
          { Id: 'queue', Arn: 'arn:aws:sqs:us-east-1:000000000000:queue' },
        ],
      }),
    );
    expect(put.FailedEntryCount).toBe(1);
    expect(put.FailedEntries?.[0]).toMatchObject({
      TargetId: 'queue',
      ErrorMessage: 'Longshore has no sqs. Start it with --upstream sqs=URL to pass its calls on.',
    });
    const listed = await events.send(new ListTargetsByRuleCommand({ Rule: 'targets' }));
    expect(listed.Targets).toEqual([{ Id: 'run', Arn: cluster, RoleArn, EcsParameters }]);
    const names = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: cluster }));
    expect(names.RuleNames).toEqual(['targets']);
    await expect(events.send(new DeleteRuleCommand({ Name: 'targets' }))).rejects.toThrow(
      "Rule can't be deleted since it has targets.",
    );
    const many = Array.from({ length: 5 }, (_, index) => ({
      Id: `t${index}`,
      Arn: cluster,
      RoleArn,
      EcsParameters,
    }));
    await expect(
      events.send(new PutTargetsCommand({ Rule: 'targets', Targets: many })),
    ).rejects.toBeInstanceOf(LimitExceededException);
    const removed = await events.send(new RemoveTargetsCommand({ Rule: 'targets', Ids: ['run', 'none'] }));
    expect(removed).toMatchObject({ FailedEntryCount: 1, FailedEntries: [{ TargetId: 'none' }] });
    await events.send(new DeleteRuleCommand({ Name: 'targets' }));
  });

  test.each([
    [{ Arn: 'no-arn' }, 'Parameter no-arn is not valid. Reason: Provided Arn is not in correct format.'],
    [{ Arn: cluster, EcsParameters }, `RoleArn is required for target ${cluster}.`],
    [
      { Arn: cluster, RoleArn, EcsParameters, Input: '{' },
      'Invalid Input for target a : [Input must be valid JSON.]',
    ],
  ])('refuse the target %j', async (target, message) => {
    const { events } = started;
    await events.send(new PutRuleCommand({ Name: 'refusing', EventPattern }));
    const command = new PutTargetsCommand({ Rule: 'refusing', Targets: [{ Id: 'a', ...target }] });
    expect(await refusalOf(events.send(command))).toEqual({ name: 'ValidationException', message });
  });

  test('have tags, as buses have', async () => {
    const { events } = started;
    const Tags = [{ Key: 'a', Value: '1' }];
    await events.send(new PutRuleCommand({ Name: 'tagged', EventPattern, Tags }));
    for (const ResourceARN of [
      ruleArn('tagged'),
      'arn:aws:events:us-east-1:000000000000:event-bus/default',
    ]) {
      await events.send(new TagResourceCommand({ ResourceARN, Tags: [...Tags, { Key: 'b', Value: '2' }] }));
      await events.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }));
      const listed = await events.send(new ListTagsForResourceCommand({ ResourceARN }));
      expect(listed.Tags).toEqual([{ Key: 'b', Value: '2' }]);
    }
    const none = events.send(new ListTagsForResourceCommand({ ResourceARN: ruleArn('none') }));
    await expect(none).rejects.toThrow('Rule none does not exist on EventBus default.');
  });

  test('are tried out with an event', async () => {
    const { events } = started;
    const event = {
      id: '1',
      account: '1',
      source: 'app',
      time: '',
      region: '',
      resources: [],
      'detail-type': 't',
    };
    const trial = async (pattern: string, document: object): Promise<boolean | undefined> => {
      const command = new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(document) });
      return (await events.send(command)).Result;
    };
    expect(await trial(EventPattern, event)).toBe(true);
    expect(await trial('{"source":[{"prefix":"b"}]}', event)).toBe(false);
    await expect(trial('{"source":[]}', event)).rejects.toBeInstanceOf(InvalidEventPatternException);
    await expect(trial(EventPattern, { source: 'app' })).rejects.toThrow('Parameter Event is not valid.');
  });
});
