import { expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../../test/support/agent/tasks.ts';
import type { Backend, ContainerOwner } from '../backends/backend.ts';
import type { VolumePlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { volumesHook } from './volumes.ts';

const { signal } = new AbortController();

const volume = (engineName: string, scope: VolumePlan['scope']): VolumePlan => ({
  name: engineName,
  engineName,
  scope,
  autoprovision: true,
  driver: 'local',
  options: {},
  labels: {},
});

const mounting = (name: string, ...sources: readonly string[]) =>
  containerPlan({
    name,
    mounts: sources.map((source) => ({ source, target: `/${source}`, readOnly: false })),
  });

function hooked() {
  const created: { readonly name: string; readonly owner: ContainerOwner }[] = [];
  const removed: string[] = [];
  const backend: Pick<Backend, 'createVolume' | 'removeVolume'> = {
    createVolume: ({ engineName }, owner) => {
      created.push({ name: engineName, owner });
      return Promise.resolve();
    },
    removeVolume: (name) => {
      removed.push(name);
      return Promise.resolve();
    },
  };
  const record = taskRecord([mounting('a', 'own', '/host'), mounting('b', 'shared'), mounting('c')]);
  const volumes = [volume('own', 'task'), volume('shared', 'shared'), volume('unused', 'task')];
  const task: TaskRecord = { ...record, plan: { ...record.plan, volumes } };
  return { hook: volumesHook(backend as Backend), task, created, removed };
}

test('makes the volumes that a container mounts, before it is made, for its task', async () => {
  const { hook, task, created } = hooked();
  for (const container of task.plan.containers) {
    expect(await hook.prepare?.(task, container, signal)).toBeUndefined();
  }
  expect(created.map(({ name }) => name)).toEqual(['own', 'shared']);
  expect(created[0]?.owner).toEqual({
    taskArn: task.arn,
    clusterName: 'default',
    family: 'test',
    revision: 1,
  });
});

test('makes an EBS volume while the task is provisioned, and never again', async () => {
  const { hook, task, created } = hooked();
  const ebsVolume = {
    attachmentId: 'a',
    id: 'vol-1',
    volumeName: 'own',
    roleArn: 'r',
    deleteOnTermination: true,
  };
  const [container] = task.plan.containers;
  if (container === undefined) throw new Error('no container');
  await hook.provision?.({ ...task, ebsVolume }, signal);
  await hook.prepare?.({ ...task, ebsVolume }, container, signal);
  expect(created.map(({ name }) => name)).toEqual(['own']);
});

test('removes the task’s own volumes, made or not, and no shared one', async () => {
  const { hook, task, removed } = hooked();
  await hook.clean?.(task, signal);
  expect(removed).toEqual(['own', 'unused']);
});
