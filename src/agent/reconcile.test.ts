import { describe, expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../test/support/agent/tasks.ts';
import type { ContainerSnapshot } from './backends/backend.ts';
import type { ContainerState, TaskRecord } from './model/task-record.ts';
import { reconcile } from './reconcile.ts';

function task(id: string, states: readonly Partial<ContainerState>[]): TaskRecord {
  const record = taskRecord(
    states.map((_, index) => containerPlan({ name: `c${index}` })),
    { id },
  );
  const containers = record.containers.map((state, index) => ({ ...state, ...states[index] }));
  return { ...record, containers };
}

const listed = (taskArn: string, runtimeId: string): ContainerSnapshot => ({
  runtimeId,
  engineName: runtimeId,
  taskArn,
  container: 'c0',
  status: 'running',
  outOfMemory: false,
  bindings: [],
  createdAt: 0,
});

const claimAll = (): boolean => true;

describe('reconcile', () => {
  test('what is listed has been seen; what was made and is not listed has vanished', () => {
    const one = task('1', [
      { known: 'RUNNING', runtimeId: 'a' },
      { known: 'CREATED', runtimeId: 'b' },
      { known: 'STOPPED', runtimeId: 'c' },
      { known: 'NONE' },
    ]);
    const snapshot = listed(one.arn, 'a');
    const { observations, orphans } = reconcile([one], [snapshot], [], claimAll);
    expect([...observations]).toEqual([
      [
        one.arn,
        [
          { kind: 'seen', snapshot },
          { kind: 'vanished', container: 'c1', runtimeId: 'b' },
        ],
      ],
    ]);
    expect(orphans).toEqual([]);
  });

  test('another container of the same name is not the one that was made', () => {
    const one = task('1', [{ known: 'RUNNING', runtimeId: 'a' }]);
    const { observations } = reconcile([one], [listed(one.arn, 'other')], [], claimAll);
    expect(observations.get(one.arn)?.map(({ kind }) => kind)).toEqual(['seen', 'vanished']);
  });

  test('a task of which nothing is listed is named all the same', () => {
    const one = task('1', [{ known: 'NONE' }]);
    expect([...reconcile([one], [], [], claimAll).observations]).toEqual([[one.arn, []]]);
  });

  test('what no task claims is an orphan; what an ended task claims is neither orphan nor observed', () => {
    const live = task('1', [{ known: 'RUNNING', runtimeId: 'a' }]);
    const snapshots = [
      listed(live.arn, 'a'),
      listed('arn:ended', 'b'),
      listed('arn:gone', 'c'),
      listed('', 'd'),
    ];
    const claimed = new Set([live.arn, 'arn:ended']);
    const { observations, orphans } = reconcile([live], snapshots, [], (arn) => claimed.has(arn));
    expect([...observations.keys()]).toEqual([live.arn]);
    expect(orphans.map(({ runtimeId }) => runtimeId)).toEqual(['c', 'd']);
  });

  test('a task that came after the listing was asked for is left alone', () => {
    const late = task('2', [{ known: 'CREATED', runtimeId: 'z' }]);
    expect(reconcile([], [], [], (arn) => arn === late.arn).observations.size).toBe(0);
  });

  test('a sandbox that has ended, or is not listed, is told; one that runs is not', () => {
    const withSandbox = (id: string): TaskRecord => ({ ...task(id, [{ known: 'NONE' }]), sandboxId: id });
    const sandbox = { engineName: 's', address: '', macAddress: '', bindings: [] };
    const sandboxes = [
      { ...sandbox, runtimeId: '1', running: true },
      { ...sandbox, runtimeId: '2', running: false },
    ];
    const tasks = ['1', '2', '3'].map(withSandbox);
    const { observations } = reconcile(tasks, [], sandboxes, claimAll);
    expect([...observations.values()]).toEqual([
      [],
      [{ kind: 'sandbox-ended', runtimeId: '2' }],
      [{ kind: 'sandbox-ended', runtimeId: '3' }],
    ]);
  });
});
