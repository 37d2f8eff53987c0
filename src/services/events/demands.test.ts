import { expect, test } from 'vitest';
import { eventsContract } from '../../aws/contract/events.gen.ts';
import { rootArn } from '../../aws/arn.ts';
import { Store } from '../../store/store.ts';
import { demandsOf } from './demands.ts';
import { eventsTables } from './model/tables.ts';

const context = {
  requestId: 'r',
  account: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  principalArn: rootArn({ partition: 'aws', account: '000000000000' }),
  signal: new AbortController().signal,
};
const arnOf = (resource: string): string => `arn:aws:events:us-east-1:000000000000:${resource}`;
const tables = eventsTables(new Store({ onListenerError: () => {} }));
const demands = (operation: string, input: unknown) => demandsOf(tables, operation, input, context);

test.each([
  ['PutRule', { Name: 'r' }, 'rule/r'],
  ['DescribeRule', { Name: 'r', EventBusName: 'app' }, 'rule/app/r'],
  ['RemoveTargets', { Rule: 'r', EventBusName: arnOf('event-bus/app') }, 'rule/app/r'],
  ['DescribeEventBus', {}, 'event-bus/default'],
  ['PutPermission', { EventBusName: 'app' }, 'event-bus/app'],
  ['CreateConnection', { Name: 'c' }, 'connection/c'],
  ['DescribeArchive', { ArchiveName: 'a' }, 'archive/a'],
  ['CancelReplay', { ReplayName: 'a' }, 'replay/a'],
  ['TagResource', { ResourceARN: arnOf('rule/r') }, 'rule/r'],
])('%s needs itself on its resource', (operation, input, resource) => {
  expect(demands(operation, input)).toEqual([{ action: `events:${operation}`, resource: arnOf(resource) }]);
});

test('roles that are handed over need PassRole to EventBridge', () => {
  const Targets = [
    { Id: 'a', Arn: 'arn:a', RoleArn: 'arn:role/a' },
    { Id: 'b', Arn: 'arn:b' },
  ];
  expect(demands('PutTargets', { Rule: 'r', Targets })).toEqual([
    {
      action: 'events:PutTargets',
      resource: arnOf('rule/r'),
      conditions: { 'events:TargetArn': ['arn:a', 'arn:b'] },
    },
    {
      action: 'iam:PassRole',
      resource: 'arn:role/a',
      conditions: { 'iam:PassedToService': 'events.amazonaws.com' },
    },
  ]);
});

test('each event needs PutEvents on its bus', () => {
  const Entries = [
    { Source: 's', DetailType: 'd' },
    { EventBusName: 'arn:aws:events:eu-west-1:111111111111:event-bus/app' },
  ];
  expect(demands('PutEvents', { Entries })).toEqual([
    {
      action: 'events:PutEvents',
      resource: arnOf('event-bus/default'),
      resourceAccount: '000000000000',
      conditions: { 'events:detail-type': 'd', 'events:source': 's', 'events:eventBusInvocation': 'false' },
    },
    {
      action: 'events:PutEvents',
      resource: 'arn:aws:events:eu-west-1:111111111111:event-bus/app',
      resourceAccount: '111111111111',
      conditions: { 'events:eventBusInvocation': 'false' },
    },
  ]);
});

test.each(eventsContract.operations.names())('%s demands something of whatever it is asked', (operation) => {
  for (const input of [undefined, null, {}, [], { Name: 1, Targets: [null], Entries: [null], Tags: 'x' }]) {
    expect(Array.isArray(demands(operation, input))).toBe(true);
  }
});
