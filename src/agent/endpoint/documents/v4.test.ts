import { describe, expect, test } from 'vitest';

import { bridgeTask, fargateTask, instanceTask } from '../../../../test/support/agent/told-tasks.ts';
import type { ContainerPlan } from '../../model/task-plan.ts';
import type { ContainerState, TaskRecord } from '../../model/task-record.ts';
import { defaultVpc } from '../../network/vpc.ts';
import { v4Container, v4TaskDocument } from './v4.ts';
import { containersOf } from '../task-directory.ts';

const around = { now: Date.UTC(2026, 2, 1, 10, 5, 0, 120), vpcRange: '172.31.0.0/16' };

const bridgeContainer = {
  DockerId: 'd0c4e7',
  Name: 'web',
  DockerName: 'ecs-shop-7-web-aa',
  Image: 'nginx:1.27',
  ImageID: 'sha256:5a1b',
  Ports: [{ ContainerPort: 80, Protocol: 'tcp', HostPort: 49153, HostIp: '0.0.0.0' }],
  Labels: { 'com.amazonaws.ecs.cluster': 'dev', 'com.amazonaws.ecs.container-name': 'web' },
  DesiredStatus: 'RUNNING',
  KnownStatus: 'RUNNING',
  Limits: { CPU: 10, Memory: 128 },
  CreatedAt: '2026-03-01T10:00:10.01Z',
  StartedAt: '2026-03-01T10:00:10.402Z',
  Type: 'NORMAL',
  Networks: [{ NetworkMode: 'bridge', IPv4Addresses: ['172.17.0.3'] }],
  Volumes: [{ DockerName: 'ecs-shop-7-data', Source: '/var/lib/docker/v', Destination: '/data' }],
  LogDriver: 'awslogs',
  LogOptions: {
    'awslogs-group': '/ecs/shop',
    'awslogs-region': 'eu-west-1',
    'awslogs-stream': 'ecs/web/0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  },
  ContainerARN: 'arn:aws:ecs:eu-west-1:000000000000:container/dev/0f1e/6c1f',
};

const network = {
  NetworkMode: 'awsvpc',
  IPv4Addresses: ['172.31.16.4'],
  AttachmentIndex: 0,
  MACAddress: '02:42:ac:1f:10:04',
  IPv4SubnetCIDRBlock: '172.31.16.0/20',
  SubnetGatewayIpv4Address: '172.31.0.1/20',
  PrivateDNSName: 'ip-172-31-16-4.eu-west-1.compute.internal',
  DomainNameServers: ['127.0.0.11'],
  DomainNameSearchList: ['eu-west-1.compute.internal'],
};

/** As over the wire: a member that is undefined is one too many. */
const told = (task: TaskRecord): unknown => v4TaskDocument(task, around);

const only = (task: TaskRecord) => {
  const [known] = containersOf(task);
  if (known === undefined) throw new Error('no container');
  return v4Container(known, around);
};

const withContainer = (state: Partial<ContainerState>, plan: Partial<ContainerPlan> = {}): TaskRecord => {
  const task = bridgeTask();
  return {
    ...task,
    plan: { ...task.plan, containers: task.plan.containers.map((each) => ({ ...each, ...plan })) },
    containers: task.containers.map((each) => ({ ...each, ...state })),
  };
};

describe('a task', () => {
  test('in bridge mode on an instance, member by member', () => {
    expect(told(bridgeTask())).toStrictEqual({
      Cluster: 'dev',
      TaskARN: 'arn:aws:ecs:us-east-1:000000000000:task/default/0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      Family: 'shop',
      Revision: '7',
      DesiredStatus: 'RUNNING',
      KnownStatus: 'RUNNING',
      Containers: [bridgeContainer],
      PullStartedAt: '2026-03-01T10:00:04Z',
      PullStoppedAt: '2026-03-01T10:00:09.887Z',
      AvailabilityZone: 'eu-west-1b',
      LaunchType: 'EC2',
      AvailabilityZoneID: 'euw1-az2',
      VPCID: defaultVpc('000000000000', 'eu-west-1').id,
      FaultInjectionEnabled: false,
    });
  });

  test('on Fargate has the names that Fargate gives, and no pause container', () => {
    expect(told(fargateTask())).toMatchObject({
      Cluster: 'arn:aws:ecs:eu-west-1:000000000000:cluster/dev',
      LaunchType: 'FARGATE',
      ServiceName: 'shop-svc',
      Limits: { CPU: 0.5, Memory: 1024 },
      ClockDrift: { ReferenceTimestamp: '2026-03-01T10:05:00Z', ClockSynchronizationStatus: 'SYNCHRONIZED' },
      Containers: [
        {
          DockerId: '0f1e2d3c4b5a69788796a5b4c3d2e1f0-1234567890',
          DockerName: 'web',
          ImageID: 'sha256:d1',
          Snapshotter: 'overlayfs',
          Ports: [{ ContainerPort: 80, Protocol: 'tcp', HostPort: 80 }],
          Networks: [network],
        },
      ],
    });
    expect(v4TaskDocument(fargateTask(), around).Containers).toHaveLength(1);
  });

  test('in awsvpc mode on an instance has the container that holds its network', () => {
    const [web, pause] = v4TaskDocument(instanceTask(), around).Containers ?? [];
    expect(web?.Networks).toEqual([network]);
    expect(pause).toStrictEqual({
      DockerId: 'pau5e',
      Name: '~internal~ecs~pause',
      DockerName: 'ecs-pause-1',
      Image: 'amazon/amazon-ecs-pause:0.1.0',
      ImageID: '',
      Labels: {
        'com.amazonaws.ecs.cluster': 'dev',
        'com.amazonaws.ecs.container-name': '~internal~ecs~pause',
        'com.amazonaws.ecs.task-arn': instanceTask().arn,
        'com.amazonaws.ecs.task-definition-family': 'shop',
        'com.amazonaws.ecs.task-definition-version': '7',
      },
      DesiredStatus: 'RESOURCES_PROVISIONED',
      KnownStatus: 'RESOURCES_PROVISIONED',
      Limits: { CPU: 2, Memory: 0 },
      Type: 'CNI_PAUSE',
      Networks: [network],
    });
  });

  test('tells what is pulled and not made without a DockerId, and nothing of what is not pulled', () => {
    const pulled = withContainer({ known: 'PULLED', runtimeId: undefined, networks: undefined });
    expect(v4TaskDocument(pulled, around).Containers).toMatchObject([
      { DockerId: '', KnownStatus: 'PULLED' },
    ]);
    const unpulled = withContainer({ known: 'NONE', runtimeId: undefined });
    expect(told(unpulled)).not.toHaveProperty('Containers');
  });

  test.each([
    ['PENDING', 'PULLED', 'NONE'],
    ['PENDING', 'CREATED', 'CREATED'],
    ['RUNNING', 'RUNNING', 'RUNNING'],
    ['STOPPING', 'RUNNING', 'RUNNING'],
    ['DEPROVISIONING', 'STOPPED', 'STOPPED'],
    ['STOPPED', 'STOPPED', 'STOPPED'],
  ] as const)('%s with a container %s is known as %s', (lastStatus, known, status) => {
    expect(told({ ...withContainer({ known }), lastStatus })).toMatchObject({ KnownStatus: status });
  });

  test('that may have faults says so', () => {
    const task = bridgeTask();
    const faulty = { ...task, plan: { ...task.plan, faultInjection: true as const } };
    expect(told(faulty)).toMatchObject({ FaultInjectionEnabled: true });
  });
});

describe('a container', () => {
  test('counts its restarts only if its policy is enabled', () => {
    expect(only(bridgeTask())).not.toHaveProperty('RestartCount');
    const restartPolicy = { ignoredExitCodes: [], attemptPeriod: 60 };
    expect(only(withContainer({ restarts: 0 }, { restartPolicy }))).toMatchObject({ RestartCount: 0 });
    expect(only(withContainer({ restarts: 2 }, { restartPolicy }))).toMatchObject({ RestartCount: 2 });
  });

  test('tells its health only if the task definition has a check', () => {
    const healthCheck = { command: ['CMD', 'x'], interval: 5, timeout: 2, retries: 3, startPeriod: 0 };
    expect(only(withContainer({ health: 'HEALTHY' }))).not.toHaveProperty('Health');
    expect(only(withContainer({}, { healthCheck })).Health).toStrictEqual({});
    const since = Date.UTC(2026, 2, 1, 10, 0, 41, 200);
    const healthy = { health: 'HEALTHY', healthReport: { since, output: 'ok', exitCode: 0 } } as const;
    expect(only(withContainer(healthy, { healthCheck })).Health).toStrictEqual({
      status: 'HEALTHY',
      statusSince: '2026-03-01T10:00:41.2Z',
      output: 'ok',
    });
    const ill = {
      health: 'UNHEALTHY',
      healthReport: { since, output: 'x'.repeat(2000), exitCode: 7 },
    } as const;
    expect(only(withContainer(ill, { healthCheck })).Health).toMatchObject({
      exitCode: 7,
      output: 'x'.repeat(1024),
    });
  });

  test('has at least the engine’s least weight, and memory 0 without a limit', () => {
    expect(only(withContainer({}, { resources: { cpu: 2 } })).Limits).toEqual({ CPU: 2, Memory: 0 });
  });

  test('that has ended tells when and how', () => {
    const ended = withContainer({ known: 'STOPPED', exitCode: 0, finishedAt: Date.UTC(2026, 2, 1, 11) });
    expect(only(ended)).toMatchObject({
      KnownStatus: 'STOPPED',
      ExitCode: 0,
      FinishedAt: '2026-03-01T11:00:00Z',
    });
  });

  test('has a port for each of a range', () => {
    const binding = {
      bindIP: '0.0.0.0',
      containerPortRange: '8000-8001',
      hostPortRange: '9000-9001',
      protocol: 'udp',
    } as const;
    expect(only(withContainer({ networkBindings: [binding] })).Ports).toEqual([
      { ContainerPort: 8000, Protocol: 'udp', HostPort: 9000, HostIp: '0.0.0.0' },
      { ContainerPort: 8001, Protocol: 'udp', HostPort: 9001, HostIp: '0.0.0.0' },
    ]);
  });

  test('tells other log drivers as they are', () => {
    const declaredLog = { driver: 'json-file', options: {} };
    const document = only(withContainer({}, { declaredLog }));
    expect(document.LogDriver).toBe('json-file');
    expect(document).not.toHaveProperty('LogOptions');
  });
});
