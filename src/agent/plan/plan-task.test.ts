import { describe, expect, test } from 'vitest';

import type { ContainerDefinition, TaskDefinition, TaskOverride } from '../../aws/contract/ecs.types.gen.ts';
import { countingIds } from '../../kernel/ids.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import { planTask } from './plan-task.ts';
import { refusals } from './refusals.ts';

const definition = (
  given: Partial<TaskDefinition> & { containers?: ContainerDefinition[] } = {},
): TaskDefinition => {
  const { containers = [{ name: 'app', image: 'app:1' }], ...members } = given;
  return { family: 'shop', revision: 7, containerDefinitions: containers, ...members };
};

const plan = (task: TaskDefinition, overrides?: TaskOverride) =>
  planTask({
    definition: task,
    ...(overrides === undefined ? {} : { overrides }),
    taskArn: 'arn:task',
    clusterName: 'dev',
    taskId: '0f1e',
    ids: countingIds(),
  });

const container = (given: Partial<ContainerDefinition>, overrides?: TaskOverride): ContainerPlan => {
  const [first] = plan(
    definition({ containers: [{ name: 'app', image: 'app:1', ...given }] }),
    overrides,
  ).containers;
  if (first === undefined) throw new Error('no container was planned');
  return first;
};

describe('a container', () => {
  test('with nothing said has the agent’s defaults and leaves the rest to the image', () => {
    expect(container({})).toEqual({
      name: 'app',
      engineName: 'ecs-shop-7-app-00000000000000000001',
      image: 'app:1',
      essential: true,
      environment: {},
      resources: { cpu: 0 },
      ports: [],
      links: [],
      mounts: [],
      volumesFrom: [],
      dependsOn: [],
      stopTimeout: 30,
      labels: {
        'com.amazonaws.ecs.cluster': 'dev',
        'com.amazonaws.ecs.container-name': 'app',
        'com.amazonaws.ecs.task-arn': 'arn:task',
        'com.amazonaws.ecs.task-definition-family': 'shop',
        'com.amazonaws.ecs.task-definition-version': '7',
      },
      privileged: false,
      readonlyRootFilesystem: false,
      interactive: false,
      pseudoTerminal: false,
      disableNetworking: false,
      init: false,
      capabilities: { add: [], drop: [] },
      devices: [],
      tmpfs: {},
      ulimits: [],
      sysctls: {},
      securityOptions: [],
      dnsServers: [],
      dnsSearchDomains: [],
      extraHosts: [],
    });
  });

  test('takes its own label, but not in the agent’s place', () => {
    const { labels } = container({ dockerLabels: { team: 'a', 'com.amazonaws.ecs.cluster': 'mine' } });
    expect(labels).toMatchObject({ team: 'a', 'com.amazonaws.ecs.cluster': 'dev' });
  });

  test('has a name that the engine takes', () => {
    expect(container({ name: 'my_app-1' }).engineName).toBe('ecs-shop-7-myapp-1-00000000000000000001');
  });
});

describe('overrides', () => {
  test('merge the environment by name and replace the command', () => {
    const planned = container(
      {
        command: ['a'],
        environment: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      {
        containerOverrides: [
          { name: 'app', command: ['b', 'c'], environment: [{ name: 'B', value: '3' }], cpu: 512 },
        ],
      },
    );
    expect(planned.command).toEqual(['b', 'c']);
    expect(planned.environment).toMatchObject({ A: '1', B: '3' });
    expect(planned.resources.cpu).toBe(512);
  });

  test('are for the container they name', () => {
    const task = definition({
      containers: [
        { name: 'a', image: 'i' },
        { name: 'b', image: 'i' },
      ],
    });
    const planned = plan(task, { containerOverrides: [{ name: 'b', memory: 64 }] });
    expect(planned.containers.map((each) => each.resources.memory)).toEqual([undefined, 64 * 1024 * 1024]);
  });
});

describe('limits', () => {
  const MiB = 1024 * 1024;
  test.each([
    [{}, { cpu: 0 }],
    [{ cpu: 1 }, { cpu: 1 }],
    [{ cpu: 300_000 }, { cpu: 300_000 }],
    [{ memory: 4 }, { memory: 6 * MiB }],
    [
      { memory: 64, memoryReservation: 32 },
      { memory: 64 * MiB, memoryReservation: 32 * MiB },
    ],
    [{ memory: 64, linuxParameters: { maxSwap: 0 } }, { memorySwap: 64 * MiB }],
    [
      { memory: 64, linuxParameters: { maxSwap: 16, swappiness: 10 } },
      { memorySwap: 80 * MiB, swappiness: 10 },
    ],
    [{ linuxParameters: { sharedMemorySize: 8 } }, { sharedMemory: 8 * MiB }],
  ] satisfies [Partial<ContainerDefinition>, object][])('%j become %j', (given, expected) => {
    expect(container(given).resources).toMatchObject(expected);
  });

  test('swappiness says nothing without maxSwap', () => {
    const { resources } = container({ memory: 64, linuxParameters: { swappiness: 10 } });
    expect(resources).toEqual({ cpu: 0, memory: 64 * MiB });
  });

  test('of open files and the like are those that are named', () => {
    const named = container({ ulimits: [{ name: 'nofile', softLimit: -1, hardLimit: 9 }] });
    expect(named.ulimits).toEqual([{ name: 'nofile', soft: -1, hard: 9 }]);
  });
});

describe('Linux parameters', () => {
  test('reach the engine in its own words', () => {
    const planned = container({
      linuxParameters: {
        initProcessEnabled: true,
        capabilities: { add: ['SYS_PTRACE'], drop: ['MKNOD'] },
        devices: [
          { hostPath: '/dev/a' },
          { hostPath: '/dev/b', containerPath: '/dev/c', permissions: ['read'] },
        ],
        tmpfs: [{ containerPath: '/run', size: 64, mountOptions: ['noexec'] }],
      },
      systemControls: [{ namespace: 'net.core.somaxconn', value: '10' }],
      extraHosts: [{ hostname: 'db', ipAddress: '10.0.0.1' }],
    });
    expect(planned).toMatchObject({
      init: true,
      capabilities: { add: ['SYS_PTRACE'], drop: ['MKNOD'] },
      devices: [
        { hostPath: '/dev/a', containerPath: '/dev/a', permissions: 'rwm' },
        { hostPath: '/dev/b', containerPath: '/dev/c', permissions: 'r' },
      ],
      tmpfs: { '/run': 'size=64m,noexec' },
      sysctls: { 'net.core.somaxconn': '10' },
      extraHosts: ['db:10.0.0.1'],
    });
  });
});

describe('health checks and restarts', () => {
  test.each([
    [
      ['CMD-SHELL', 'true'],
      ['CMD-SHELL', 'true'],
    ],
    [
      ['CMD', 'true'],
      ['CMD', 'true'],
    ],
    [
      ['true', '-v'],
      ['CMD', 'true', '-v'],
    ],
  ])('%j is run as %j, with ECS’s defaults', (command, expected) => {
    expect(container({ healthCheck: { command } }).healthCheck).toEqual({
      command: expected,
      interval: 30,
      timeout: 5,
      retries: 3,
      startPeriod: 0,
    });
  });

  test('a policy counts only when it is enabled', () => {
    expect(container({ restartPolicy: { enabled: false } })).not.toHaveProperty('restartPolicy');
    expect(container({ restartPolicy: { enabled: true, ignoredExitCodes: [1] } }).restartPolicy).toEqual({
      ignoredExitCodes: [1],
      attemptPeriod: 300,
    });
  });
});

describe('volumes', () => {
  test('are paths of the host, the task’s own, or everybody’s', () => {
    const planned = plan(
      definition({
        volumes: [
          { name: 'src', host: { sourcePath: '/src' } },
          { name: 'scratch' },
          {
            name: 'cache',
            dockerVolumeConfiguration: { scope: 'shared', autoprovision: true, labels: { a: 'b' } },
          },
        ],
        containers: [
          {
            name: 'app',
            image: 'i',
            mountPoints: [
              { sourceVolume: 'src', containerPath: '/a', readOnly: true },
              { sourceVolume: 'scratch', containerPath: '/b' },
              { sourceVolume: 'cache', containerPath: '/c' },
            ],
          },
          { name: 'side', image: 'i', volumesFrom: [{ sourceContainer: 'app', readOnly: true }] },
        ],
      }),
    );
    const scratch = 'ecs-shop-7-scratch-00000000000000000001';
    expect(planned.containers[0]?.mounts).toEqual([
      { source: '/src', target: '/a', readOnly: true },
      { source: scratch, target: '/b', readOnly: false },
      { source: 'cache', target: '/c', readOnly: false },
    ]);
    expect(planned.containers[1]?.volumesFrom).toEqual([{ container: 'app', readOnly: true }]);
    expect(planned.volumes).toEqual([
      {
        name: 'scratch',
        engineName: scratch,
        scope: 'task',
        autoprovision: false,
        driver: 'local',
        options: {},
        labels: {},
      },
      {
        name: 'cache',
        engineName: 'cache',
        scope: 'shared',
        autoprovision: true,
        driver: 'local',
        options: {},
        labels: { a: 'b' },
      },
    ]);
  });
});

describe('the task', () => {
  test('is bridged unless it says otherwise, and its overrides beat its own limits', () => {
    const planned = plan(
      definition({ cpu: '256', memory: '512', runtimePlatform: { cpuArchitecture: 'ARM64' } }),
      {
        memory: '1024',
      },
    );
    expect(planned).toMatchObject({ networkMode: 'bridge', cpu: 256, memory: 1024, platform: 'linux/arm64' });
  });

  test('tells what it has less of than on AWS', () => {
    const { notices } = plan(definition({ ephemeralStorage: { sizeInGiB: 30 } }));
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('ephemeralStorage');
  });

  test('goes with a log driver of the engine to the engine', () => {
    const logged = container({ logConfiguration: { logDriver: 'syslog', options: { tag: 'x' } } });
    expect(logged.log).toEqual({ driver: 'syslog', options: { tag: 'x' } });
    expect(logged).not.toHaveProperty('awslogs');
  });
});

describe('refusals', () => {
  test('name each member that cannot be carried out, and nothing else', () => {
    expect(refusals(definition())).toEqual([]);
    expect(
      refusals(definition({ containers: [{ name: 'a', image: 'i', secrets: [], environmentFiles: [] }] })),
    ).toEqual([]);
    const refused = refusals(
      definition({
        inferenceAccelerators: [{ deviceName: 'a', deviceType: 'eia2.medium' }],
        containers: [
          {
            name: 'app',
            image: 'i',
            credentialSpecs: ['credentialspec:arn'],
            portMappings: [{ containerPortRange: '1-2' }],
            resourceRequirements: [
              { type: 'GPU', value: '1' },
              { type: 'InferenceAccelerator', value: 'a' },
            ],
          },
        ],
      }),
    );
    expect(refused).toHaveLength(3);
    for (const word of [
      'inferenceAccelerators',
      'credentialSpecs of container app',
      'resourceRequirements of type InferenceAccelerator of container app',
    ]) {
      expect(refused.join('\n')).toContain(word);
    }
  });

  test('look at overrides too', () => {
    const resourceRequirements = [{ type: 'InferenceAccelerator' as const, value: 'a' }];
    const override = { name: 'app', resourceRequirements };
    expect(refusals(definition(), { containerOverrides: [override] })).toHaveLength(1);
  });
});

describe('what is fetched', () => {
  const arn = 'arn:aws:s3:::b/x.env';
  const fetching = {
    name: 'app',
    image: 'i',
    secrets: [{ name: 'A', valueFrom: 'a' }],
    environmentFiles: [{ value: arn, type: 's3' as const }],
    repositoryCredentials: { credentialsParameter: 'login' },
    logConfiguration: { logDriver: 'splunk' as const, secretOptions: [{ name: 'o', valueFrom: 'v' }] },
  };

  test('stands in the plan by where it is from', () => {
    const planned = plan(definition({ containers: [fetching], executionRoleArn: 'role' }));
    expect(planned).toMatchObject({
      executionRoleArn: 'role',
      containers: [
        {
          secrets: [{ name: 'A', valueFrom: 'a' }],
          logSecrets: [{ name: 'o', valueFrom: 'v' }],
          environmentFiles: [arn],
          registrySecret: 'login',
        },
      ],
    });
    expect(planned.containers[0]?.environment).toEqual({});
  });

  test('an override names other files and another role', () => {
    const value = 'arn:aws:s3:::b/y.env';
    const files = [{ name: 'app', environmentFiles: [{ value, type: 's3' as const }] }];
    const planned = plan(definition({ containers: [fetching], executionRoleArn: 'role' }), {
      containerOverrides: files,
      executionRoleArn: 'other',
    });
    expect(planned.executionRoleArn).toBe('other');
    expect(planned.containers[0]?.environmentFiles).toEqual([value]);
  });
});
