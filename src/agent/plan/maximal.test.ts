import { expect, test } from 'vitest';

import type { TaskDefinition } from '../../aws/contract/ecs.types.gen.ts';
import { countingIds } from '../../kernel/ids.ts';
import type { TaskPlan } from '../model/task-plan.ts';
import { planTask } from './plan-task.ts';
import { refusals } from './refusals.ts';

const MiB = 1024 * 1024;

/** Every member that this version carries out, each with a value of its own. */
const maximal: TaskDefinition = {
  family: 'shop',
  revision: 12,
  networkMode: 'bridge',
  pidMode: 'host',
  ipcMode: 'none',
  cpu: '512',
  memory: '1024',
  runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
  volumes: [
    { name: 'src', host: { sourcePath: '/srv/src' } },
    { name: 'scratch_1', host: {} },
    {
      name: 'own',
      dockerVolumeConfiguration: { scope: 'task', driver: 'local', driverOpts: { type: 'tmpfs' } },
    },
    {
      name: 'cache',
      dockerVolumeConfiguration: { scope: 'shared', autoprovision: true, labels: { keep: 'yes' } },
    },
  ],
  containerDefinitions: [
    { name: 'data_1', image: 'data:1', essential: false, startTimeout: 60 },
    {
      name: 'web',
      image: 'web:2',
      essential: true,
      cpu: 256,
      memory: 512,
      memoryReservation: 128,
      links: ['data_1:data'],
      portMappings: [
        { containerPort: 80, hostPort: 8080, protocol: 'tcp', name: 'http', appProtocol: 'http' },
        { containerPort: 53, protocol: 'udp' },
        { containerPortRange: '9000-9010', protocol: 'udp' },
        { containerPortRange: '7000' },
      ],
      resourceRequirements: [{ type: 'GPU', value: '2' }],
      restartPolicy: { enabled: true, ignoredExitCodes: [0, 42], restartAttemptPeriod: 60 },
      entryPoint: ['/entry'],
      command: ['serve', '--now'],
      environment: [
        { name: 'MODE', value: 'a=b' },
        { name: 'EMPTY', value: '' },
      ],
      mountPoints: [
        { sourceVolume: 'src', containerPath: '/src', readOnly: true },
        { sourceVolume: 'scratch_1', containerPath: '/scratch' },
        { sourceVolume: 'own', containerPath: '/own' },
        { sourceVolume: 'cache', containerPath: '/cache' },
      ],
      volumesFrom: [{ sourceContainer: 'data_1', readOnly: true }],
      linuxParameters: {
        capabilities: { add: ['NET_ADMIN'], drop: ['CHOWN'] },
        devices: [{ hostPath: '/dev/fuse', containerPath: '/dev/f', permissions: ['write', 'read'] }],
        initProcessEnabled: true,
        sharedMemorySize: 64,
        tmpfs: [{ containerPath: '/run', size: 16, mountOptions: ['noexec', 'ro'] }],
        maxSwap: 256,
        swappiness: 20,
      },
      dependsOn: [{ containerName: 'data_1', condition: 'SUCCESS' }],
      startTimeout: 90,
      stopTimeout: 10,
      hostname: 'front',
      user: '1000:1000',
      workingDirectory: '/work',
      disableNetworking: false,
      privileged: true,
      readonlyRootFilesystem: true,
      dnsServers: ['10.0.0.2'],
      dnsSearchDomains: ['example.internal'],
      extraHosts: [{ hostname: 'db', ipAddress: '10.0.0.3' }],
      dockerSecurityOptions: ['no-new-privileges'],
      interactive: true,
      pseudoTerminal: true,
      dockerLabels: { team: 'a' },
      ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
      logConfiguration: { logDriver: 'gelf', options: { 'gelf-address': 'udp://127.0.0.1:12201' } },
      healthCheck: { command: ['CMD-SHELL', 'true'], interval: 5, timeout: 2, retries: 1, startPeriod: 10 },
      systemControls: [{ namespace: 'net.core.somaxconn', value: '1024' }],
    },
  ],
};

const planned = (): TaskPlan =>
  planTask({
    definition: maximal,
    overrides: {
      cpu: '1024',
      containerOverrides: [
        {
          name: 'web',
          command: ['debug'],
          environment: [
            { name: 'MODE', value: 'c' },
            { name: 'EXTRA', value: 'd' },
          ],
          cpu: 512,
          memory: 600,
          memoryReservation: 200,
        },
      ],
    },
    taskArn: 'arn:aws:ecs:eu-west-1:000000000000:task/dev/0f1e',
    clusterName: 'dev',
    taskId: '0f1e',
    ids: countingIds(),
  });

const nth = (number: number): string => String(number).padStart(20, '0');

test('nothing of it is refused', () => {
  expect(refusals(maximal)).toEqual([]);
});

test('the task', () => {
  const { containers: _containers, volumes: _volumes, ...task } = planned();
  expect(task).toEqual({
    networkMode: 'bridge',
    pidMode: 'host',
    ipcMode: 'none',
    cpu: 1024,
    memory: 1024,
    platform: 'linux/amd64',
    stages: [],
    networkSysctls: {},
    notices: [],
  });
});

test('its volumes', () => {
  const plain = { autoprovision: false, driver: 'local', options: {}, labels: {} };
  expect(planned().volumes).toEqual([
    { ...plain, name: 'scratch_1', engineName: `ecs-shop-12-scratch_1-${nth(1)}`, scope: 'task' },
    {
      ...plain,
      name: 'own',
      engineName: `ecs-shop-12-own-${nth(2)}`,
      scope: 'task',
      options: { type: 'tmpfs' },
    },
    {
      ...plain,
      name: 'cache',
      engineName: 'cache',
      scope: 'shared',
      autoprovision: true,
      labels: { keep: 'yes' },
    },
  ]);
});

test('its container', () => {
  expect(planned().containers[1]).toEqual({
    name: 'web',
    engineName: `ecs-shop-12-web-${nth(4)}`,
    image: 'web:2',
    essential: true,
    entryPoint: ['/entry'],
    command: ['debug'],
    environment: {
      MODE: 'c',
      EMPTY: '',
      EXTRA: 'd',
    },
    user: '1000:1000',
    workingDirectory: '/work',
    hostname: 'front',
    resources: {
      cpu: 512,
      memory: 600 * MiB,
      memoryReservation: 200 * MiB,
      memorySwap: 856 * MiB,
      swappiness: 20,
      sharedMemory: 64 * MiB,
      gpus: 2,
    },
    ports: [
      { containerPort: 80, hostPort: 8080, protocol: 'tcp' },
      { containerPort: 53, hostPort: 0, protocol: 'udp' },
    ],
    portRanges: [
      { first: 9000, last: 9010, protocol: 'udp' },
      { first: 7000, last: 7000, protocol: 'tcp' },
    ],
    links: ['data_1:data'],
    mounts: [
      { source: '/srv/src', target: '/src', readOnly: true },
      { source: `ecs-shop-12-scratch_1-${nth(1)}`, target: '/scratch', readOnly: false },
      { source: `ecs-shop-12-own-${nth(2)}`, target: '/own', readOnly: false },
      { source: 'cache', target: '/cache', readOnly: false },
    ],
    volumesFrom: [{ container: 'data_1', readOnly: true }],
    dependsOn: [{ container: 'data_1', condition: 'SUCCESS' }],
    startTimeout: 90,
    stopTimeout: 10,
    healthCheck: { command: ['CMD-SHELL', 'true'], interval: 5, timeout: 2, retries: 1, startPeriod: 10 },
    restartPolicy: { ignoredExitCodes: [0, 42], attemptPeriod: 60 },
    log: { driver: 'gelf', options: { 'gelf-address': 'udp://127.0.0.1:12201' } },
    declaredLog: { driver: 'gelf', options: { 'gelf-address': 'udp://127.0.0.1:12201' } },
    labels: {
      team: 'a',
      'com.amazonaws.ecs.cluster': 'dev',
      'com.amazonaws.ecs.container-name': 'web',
      'com.amazonaws.ecs.task-arn': 'arn:aws:ecs:eu-west-1:000000000000:task/dev/0f1e',
      'com.amazonaws.ecs.task-definition-family': 'shop',
      'com.amazonaws.ecs.task-definition-version': '12',
    },
    privileged: true,
    readonlyRootFilesystem: true,
    interactive: true,
    pseudoTerminal: true,
    disableNetworking: false,
    init: true,
    capabilities: { add: ['NET_ADMIN'], drop: ['CHOWN'] },
    devices: [{ hostPath: '/dev/fuse', containerPath: '/dev/f', permissions: 'rw' }],
    tmpfs: { '/run': 'size=16m,noexec,ro' },
    ulimits: [{ name: 'nofile', soft: 1024, hard: 4096 }],
    sysctls: { 'net.core.somaxconn': '1024' },
    securityOptions: ['no-new-privileges'],
    dnsServers: ['10.0.0.2'],
    dnsSearchDomains: ['example.internal'],
    extraHosts: ['db:10.0.0.3'],
  });
});

test('the one beside it has its own names and none of the overrides', () => {
  const [data] = planned().containers;
  expect(data).toMatchObject({
    engineName: `ecs-shop-12-data1-${nth(3)}`,
    startTimeout: 60,
    stopTimeout: 30,
  });
  expect(data).not.toHaveProperty('command');
  expect(data).not.toHaveProperty('healthCheck');
});

test('a timeout of 0 is one not given', () => {
  const definition: TaskDefinition = {
    family: 'f',
    revision: 1,
    containerDefinitions: [{ name: 'a', image: 'i', startTimeout: 0, stopTimeout: 0 }],
  };
  const [container] = planTask({
    definition,
    taskArn: 'arn',
    clusterName: 'dev',
    taskId: '0',
    ids: countingIds(),
  }).containers;
  expect(container?.stopTimeout).toBe(30);
  expect(container).not.toHaveProperty('startTimeout');
});
