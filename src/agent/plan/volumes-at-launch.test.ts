import { expect, test } from 'vitest';

import { countingIds } from '../../kernel/ids.ts';
import { type LaunchVolume, launchVolumeNotices, launchVolumePlan } from './volumes-at-launch.ts';
import { planTask } from './plan-task.ts';

const volume: LaunchVolume = {
  id: 'vol-0123456789abcdef0',
  volumeName: 'data',
  deleteOnTermination: true,
  sizeInGiB: 10,
  tags: { team: 'shop' },
};

const plan = (atLaunch?: LaunchVolume) =>
  planTask({
    definition: {
      family: 'shop',
      revision: 7,
      volumes: [{ name: 'data', configuredAtLaunch: true }],
      containerDefinitions: [
        { name: 'app', image: 'i', mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] },
      ],
    },
    taskArn: 'arn:task',
    clusterName: 'dev',
    taskId: '0f1e',
    ids: countingIds(),
    atLaunch,
  });

test('an EBS volume is the task’s own; it has the tags as labels', () => {
  expect(launchVolumePlan(volume)).toEqual({
    name: 'data',
    engineName: 'longshore-ebs-vol-0123456789abcdef0',
    scope: 'task',
    autoprovision: false,
    driver: 'local',
    options: {},
    labels: { team: 'shop', 'longshore.ebs-volume': 'vol-0123456789abcdef0' },
  });
});

test('one that is kept at the task’s end is nobody’s', () => {
  expect(launchVolumePlan({ ...volume, deleteOnTermination: false })).toMatchObject({
    scope: 'shared',
    autoprovision: true,
  });
});

test('the task is provisioned with it, and people are told what is not enforced', () => {
  const planned = plan(volume);
  expect(planned.stages).toEqual(['provision', 'deprovision']);
  expect(planned.containers[0]?.mounts).toEqual([
    { source: 'longshore-ebs-vol-0123456789abcdef0', target: '/data', readOnly: false },
  ]);
  expect(planned.notices).toHaveLength(1);
  expect(planned.notices[0]).toContain('10 GiB');
  expect(launchVolumeNotices({ ...volume, deleteOnTermination: false })[0]).toMatch(/stays after the task$/);
});

test('a definition that needs one is never planned without', () => {
  expect(() => plan()).toThrow('data');
});
