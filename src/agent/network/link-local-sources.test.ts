import { expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../../test/support/agent/tasks.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { sourceAt } from './link-local-sources.ts';

const bridge = (known: 'RUNNING' | 'STOPPED', address: string): TaskRecord => {
  const task = taskRecord([containerPlan({ name: 'app' }), containerPlan({ name: 'side' })], { id: known });
  return {
    ...task,
    lastStatus: known,
    containers: task.containers.map((each) => (each.name === 'side' ? { ...each, known, address } : each)),
  };
};

const vpc: TaskRecord = {
  ...taskRecord([containerPlan({ name: 'app' })], { id: 'vpc' }),
  networkInterface: {
    attachmentId: 'a',
    id: 'eni-1',
    subnetId: 'subnet-1',
    subnetIndex: 0,
    securityGroups: [],
    address: '172.31.0.9',
  },
};

test('a container of a bridge task is known by its own address', () => {
  const task = bridge('RUNNING', '172.17.0.2');
  expect(sourceAt([vpc, task], '172.17.0.2')).toEqual({ task, container: 'side' });
});

test('an awsvpc task is known by the address that its containers share', () => {
  expect(sourceAt([bridge('RUNNING', '172.17.0.2'), vpc], '172.31.0.9')).toEqual({ task: vpc });
});

test('an address that a container has given back is that of who has it now', () => {
  const now = bridge('RUNNING', '172.17.0.2');
  expect(sourceAt([bridge('STOPPED', '172.17.0.2'), now], '172.17.0.2')?.task).toBe(now);
  expect(sourceAt([bridge('STOPPED', '172.17.0.2')], '172.17.0.2')).toBeUndefined();
  expect(sourceAt([{ ...vpc, lastStatus: 'STOPPED' }], '172.31.0.9')).toBeUndefined();
});

test('whoever else asks is nobody', () => {
  expect(sourceAt([vpc], '169.254.170.2')).toBeUndefined();
});
