import { expect, test } from 'vitest';
import { rootArn } from '../../aws/arn.ts';
import { schedulerContract } from '../../aws/contract/scheduler.gen.ts';
import { demands } from './demands.ts';

const context = {
  requestId: 'r',
  account: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  principalArn: rootArn({ partition: 'aws', account: '000000000000' }),
  signal: new AbortController().signal,
};
const arnOf = (resource: string): string => `arn:aws:scheduler:us-east-1:000000000000:${resource}`;

test.each([
  ['GetSchedule', { Name: 'job' }, 'schedule/default/job'],
  ['DeleteSchedule', { Name: 'job', GroupName: 'jobs' }, 'schedule/jobs/job'],
  ['ListSchedules', {}, 'schedule/*/*'],
  ['ListScheduleGroups', {}, 'schedule-group/*'],
  ['GetScheduleGroup', { Name: 'jobs' }, 'schedule-group/jobs'],
  ['ListTagsForResource', { ResourceArn: arnOf('schedule-group/jobs') }, 'schedule-group/jobs'],
])('%s needs itself on its resource', (operation, input, resource) => {
  expect(demands(operation, input, context)).toEqual([
    { action: `scheduler:${operation}`, resource: arnOf(resource) },
  ]);
});

test('a role that is handed over needs PassRole to the Scheduler', () => {
  expect(demands('CreateSchedule', { Name: 'job', Target: { RoleArn: 'arn:role' } }, context)).toEqual([
    { action: 'scheduler:CreateSchedule', resource: arnOf('schedule/default/job') },
    {
      action: 'iam:PassRole',
      resource: 'arn:role',
      conditions: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    },
  ]);
});

test('tags of a new group are conditions', () => {
  expect(demands('CreateScheduleGroup', { Name: 'jobs', Tags: [{ Key: 'a', Value: 'b' }] }, context)).toEqual(
    [
      {
        action: 'scheduler:CreateScheduleGroup',
        resource: arnOf('schedule-group/jobs'),
        conditions: { 'aws:TagKeys': ['a'], 'aws:RequestTag/a': 'b' },
      },
    ],
  );
});

test.each(schedulerContract.operations.names())(
  '%s demands something of whatever it is asked',
  (operation) => {
    for (const input of [undefined, null, {}, [], { Name: 1, Target: null, Tags: [null] }]) {
      expect(demands(operation, input, context).length).toBeGreaterThan(0);
    }
  },
);
