import { expect, test } from 'vitest';

import { bridgeTask, instanceTask } from '../../../../test/support/agent/told-tasks.ts';
import { v2TaskDocument, v3TaskDocument } from './task.ts';

const v4Only = ['LaunchType', 'VPCID', 'ServiceName', 'AvailabilityZoneID', 'FaultInjectionEnabled'];

test('v2 and v3 leave out what only v4 tells', () => {
  for (const document of [v2TaskDocument(bridgeTask()), v3TaskDocument(bridgeTask())]) {
    for (const member of v4Only) expect(document).not.toHaveProperty(member);
    const [container] = document.Containers ?? [];
    for (const member of ['LogDriver', 'LogOptions', 'ContainerARN']) {
      expect(container).not.toHaveProperty(member);
    }
    expect(container?.Ports).toStrictEqual([{ ContainerPort: 80, Protocol: 'tcp', HostPort: 49153 }]);
  }
});

test('of an awsvpc task they tell the address alone', () => {
  const [web, pause] = v3TaskDocument(instanceTask()).Containers ?? [];
  const networks = [{ NetworkMode: 'awsvpc', IPv4Addresses: ['172.31.16.4'] }];
  expect(web?.Networks).toStrictEqual(networks);
  expect(pause?.Networks).toStrictEqual(networks);
});

test('v3 leaves out a container whose networks are not known; v2 tells it', () => {
  const task = bridgeTask();
  const unknown = {
    ...task,
    containers: task.containers.map((state) => ({ ...state, networks: undefined })),
  };
  expect(v3TaskDocument(unknown).Containers).toEqual([]);
  expect(v2TaskDocument(unknown).Containers).toHaveLength(1);
});

test('tags, and why there are none, stand where they belong', () => {
  const document = v2TaskDocument(bridgeTask(), {
    TaskTags: { a: 'b' },
    ContainerInstanceTags: {},
    Errors: [],
  });
  expect(document.TaskTags).toEqual({ a: 'b' });
  expect(document).not.toHaveProperty('ContainerInstanceTags');
  expect(document).not.toHaveProperty('Errors');
});
