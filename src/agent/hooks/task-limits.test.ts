import { describe, expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../../test/support/agent/tasks.ts';
import { countingIds } from '../../kernel/ids.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import type { Backend, TaskBinding } from '../backends/backend.ts';
import { SimulatedBackend } from '../backends/simulated/index.ts';
import type { TaskPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { taskLimitsHook } from './task-limits.ts';

const MiB = 1024 * 1024;
const { signal } = new AbortController();

const small = containerPlan({ name: 'small', resources: { cpu: 100, memory: 32 * MiB } });
const open = containerPlan({ name: 'open', resources: { cpu: 200 } });

function task(limits: Pick<TaskPlan, 'cpu' | 'memory'>): TaskRecord {
  const record = taskRecord([small, open]);
  return { ...record, plan: { ...record.plan, ...limits } };
}

/** A hook on an engine that answers so, with what it was asked and what people were told. */
function hookOn(binding: TaskBinding) {
  const asked: unknown[] = [];
  const told: string[] = [];
  const backend: Backend = new SimulatedBackend({ clock: new VirtualClock(), ids: countingIds() });
  backend.bindTask = (taskId, limits) => {
    asked.push([taskId, limits]);
    return Promise.resolve(binding);
  };
  backend.unbindTask = (taskId) => {
    asked.push(`unbind ${taskId}`);
    return Promise.resolve();
  };
  return { hook: taskLimitsHook(backend, (_task, notice) => void told.push(notice)), asked, told };
}

const bound = { kind: 'bound', parent: '/longshore/i/t' } as const;
const unbound = { kind: 'unbound', why: 'the engine is far away', cpus: 2 } as const;

test('a task without limits of its own asks for nothing', async () => {
  const { hook, asked } = hookOn(bound);
  expect(await hook.prepare?.(task({}), small, signal)).toBeUndefined();
  await hook.clean?.(task({}), signal);
  expect(asked).toEqual([]);
});

test('every container is made below the task’s own group, which is removed in the end', async () => {
  const { hook, asked, told } = hookOn(bound);
  const record = task({ cpu: 256, memory: 64 });
  for (const container of [small, open])
    expect(await hook.prepare?.(record, container, signal)).toEqual({ cgroupParent: bound.parent });
  await hook.clean?.(record, signal);
  const limits = [record.id, { cpus: 0.25, memory: 64 * MiB, shares: 300 }];
  expect(asked).toEqual([limits, limits, `unbind ${record.id}`]);
  expect(told).toEqual([]);
});

describe('where the engine cannot bind a task', () => {
  const limitsOf = async (limits: Pick<TaskPlan, 'cpu' | 'memory'>): Promise<unknown[]> => {
    const { hook, told } = hookOn(unbound);
    const added = [];
    for (const container of [small, open])
      added.push((await hook.prepare?.(task(limits), container, signal))?.limits);
    expect(told[0]).toContain('because the engine is far away');
    return added;
  };

  test('each container gets at most the task’s limits', async () => {
    expect(await limitsOf({ cpu: 512, memory: 64 })).toEqual([
      { memory: 32 * MiB, nanoCpus: 500_000_000 },
      { memory: 64 * MiB, nanoCpus: 500_000_000 },
    ]);
    expect(await limitsOf({ memory: 48 })).toEqual([{ memory: 32 * MiB }, { memory: 48 * MiB }]);
  });

  test('but no more CPUs than the engine has, which it would refuse', async () => {
    expect(await limitsOf({ cpu: 4096 })).toEqual([
      { memory: 32 * MiB, nanoCpus: 2_000_000_000 },
      { nanoCpus: 2_000_000_000 },
    ]);
  });
});

test('a container with more memory than its task', async () => {
  const { hook, asked } = hookOn(bound);
  await expect(hook.prepare?.(task({ memory: 16 }), small, signal)).rejects.toMatchObject({
    name: 'ResourceInitializationError',
    message: expect.stringContaining('container memory limit(32) greater than task memory limit(16)'),
  });
  expect(asked).toEqual([]);
});
