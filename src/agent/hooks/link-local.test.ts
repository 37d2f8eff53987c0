import { expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../../test/support/agent/tasks.ts';
import type { NetworkMode } from '../model/task-plan.ts';
import { linkLocalHook } from './link-local.ts';

const { signal } = new AbortController();

async function waits(networkMode: NetworkMode, disableNetworking = false): Promise<boolean> {
  let hasWaited = false;
  const hook = linkLocalHook({
    settled: () => {
      hasWaited = true;
      return Promise.resolve();
    },
  });
  const plan = containerPlan({ name: 'app', disableNetworking });
  const task = taskRecord([plan]);
  await hook.prepare?.({ ...task, plan: { ...task.plan, networkMode } }, plan, signal);
  return hasWaited;
}

test.each(['bridge', 'host', 'awsvpc'] as const)(
  'a container in mode %s waits for the agent',
  async (mode) => {
    expect(await waits(mode)).toBe(true);
  },
);

test('one without a network does not', async () => {
  expect(await waits('none')).toBe(false);
  expect(await waits('bridge', true)).toBe(false);
});
