import { describe, expect, test } from 'vitest';

import type { ContainerInspect, ContainerState } from '../../../docker/container-types.ts';
import { snapshotOf, snapshotOfSummary } from './snapshot.ts';

const never = '0001-01-01T00:00:00Z';
const created: ContainerState = {
  Status: 'created',
  Running: false,
  Paused: false,
  Restarting: false,
  OOMKilled: false,
  Dead: false,
  Pid: 0,
  ExitCode: 0,
  Error: '',
  StartedAt: never,
  FinishedAt: never,
};
const started = { StartedAt: '2026-01-01T00:00:01.123456789Z' };
const ended = { ...started, FinishedAt: '2026-01-01T00:00:02.9Z', ExitCode: 3 };

function inspected(
  state: Partial<Omit<ContainerState, 'Status'>> & { readonly Status?: string },
  rest: Partial<ContainerInspect> = {},
): ContainerInspect {
  return {
    Id: 'c1',
    Name: '/ecs-shop-7-web',
    Created: '2026-01-01T00:00:00.5Z',
    Image: 'sha256:1',
    RestartCount: 0,
    // Podman has words that Docker does not have.
    State: { ...created, ...state } as ContainerState,
    Config: {
      Hostname: '',
      User: '',
      Image: 'busybox:1',
      Tty: false,
      Env: null,
      Cmd: null,
      Entrypoint: null,
      WorkingDir: '',
      Labels: { 'longshore.task': 'arn:task', 'longshore.container': 'web' },
    },
    HostConfig: {},
    Mounts: null,
    NetworkSettings: { Ports: null, Networks: null },
    ...rest,
  };
}

describe('snapshotOf', () => {
  test('a container has an address of its own while it runs, unless it shares another’s network', () => {
    const endpoint = {
      NetworkID: 'n',
      EndpointID: 'e',
      IPAddress: '172.17.0.2',
      IPPrefixLen: 16,
      Gateway: '172.17.0.1',
      MacAddress: '',
      GlobalIPv6Address: '',
      Aliases: null,
    };
    const addressIn = (Networks: ContainerInspect['NetworkSettings']['Networks']): string | undefined =>
      snapshotOf(inspected({}, { NetworkSettings: { Ports: null, Networks } })).address;
    expect(addressIn({ bridge: endpoint })).toBe('172.17.0.2');
    expect(addressIn({ bridge: { ...endpoint, IPAddress: '' } })).toBeUndefined();
    expect(addressIn({})).toBeUndefined();
  });

  test('a container that has never run', () => {
    expect(snapshotOf(inspected({}))).toEqual({
      runtimeId: 'c1',
      engineName: 'ecs-shop-7-web',
      taskArn: 'arn:task',
      container: 'web',
      status: 'created',
      outOfMemory: false,
      bindings: [],
      createdAt: Date.UTC(2026, 0, 1, 0, 0, 0, 500),
    });
  });

  test('a container that runs has its networks and mounts, and the last check of its health', () => {
    const endpoint = { IPAddress: '172.17.0.2', GlobalIPv6Address: 'fd00::2' };
    const settings = {
      Ports: null,
      Networks: { bridge: endpoint, other: { ...endpoint, GlobalIPv6Address: '' } },
    } as unknown as ContainerInspect['NetworkSettings'];
    const mount = { Type: 'volume', Source: '/var/v', Destination: '/data', Mode: '', RW: true };
    const check = { Start: '', End: '', ExitCode: 1, Output: 'ill' };
    const state = {
      ...started,
      Status: 'running',
      Running: true,
      Health: {
        Status: 'unhealthy',
        FailingStreak: 1,
        Log: [{ ...check, ExitCode: 0, Output: 'well' }, check],
      },
    } as const;
    const rest = { NetworkSettings: settings, Mounts: [{ ...mount, Name: 'v' }, mount] };
    expect(snapshotOf(inspected(state, rest))).toMatchObject({
      health: 'UNHEALTHY',
      healthCheck: { output: 'ill', exitCode: 1 },
      networks: [
        { name: 'bridge', ipv4: '172.17.0.2', ipv6: 'fd00::2' },
        { name: 'other', ipv4: '172.17.0.2' },
      ],
      mounts: [
        { name: 'v', source: '/var/v', destination: '/data' },
        { source: '/var/v', destination: '/data' },
      ],
    });
    const exited = snapshotOf(inspected({ ...ended, Status: 'exited' }, rest));
    expect(exited).not.toHaveProperty('networks');
    expect(exited).not.toHaveProperty('mounts');
  });

  test.each([
    ['running', { Running: true }],
    ['paused', { Running: true, Paused: true }],
    ['restarting', { Running: true, Restarting: true }],
  ])('%s is running', (Status, flags) => {
    // What the engine keeps of the run before says nothing of this one.
    const snapshot = snapshotOf(inspected({ ...ended, ...flags, Status }));
    expect(snapshot).toMatchObject({ status: 'running', startedAt: Date.UTC(2026, 0, 1, 0, 0, 1, 123) });
    expect(snapshot).not.toHaveProperty('exitCode');
    expect(snapshot).not.toHaveProperty('finishedAt');
  });

  test.each(['exited', 'dead', 'removing'])('%s is exited', (Status) => {
    expect(snapshotOf(inspected({ ...ended, Status }))).toMatchObject({
      status: 'exited',
      exitCode: 3,
      startedAt: Date.UTC(2026, 0, 1, 0, 0, 1, 123),
      finishedAt: Date.UTC(2026, 0, 1, 0, 0, 2, 900),
    });
  });

  test.each([
    ['initialized', {}, 'created'],
    ['configured', {}, 'created'],
    ['stopping', { ...started, Running: true }, 'running'],
    ['stopped', ended, 'exited'],
  ])('Podman’s %s', (Status, state, status) => {
    expect(snapshotOf(inspected({ ...state, Status }))).toMatchObject({ status });
  });

  test('a start that failed: the engine’s error, and no exit code', () => {
    const snapshot = snapshotOf(inspected({ ExitCode: 127, Error: 'executable file not found' }));
    expect(snapshot).toMatchObject({ status: 'created', error: 'executable file not found' });
    expect(snapshot).not.toHaveProperty('exitCode');
  });

  test('an end for want of memory', () => {
    expect(
      snapshotOf(inspected({ ...ended, Status: 'exited', ExitCode: 137, OOMKilled: true })),
    ).toMatchObject({
      exitCode: 137,
      outOfMemory: true,
    });
  });

  test.each([
    ['starting', 'UNKNOWN'],
    ['healthy', 'HEALTHY'],
    ['unhealthy', 'UNHEALTHY'],
    ['none', undefined],
    ['', undefined],
  ] as const)('health %s is %s', (Status, health) => {
    const Health = { Status, FailingStreak: 0, Log: null };
    expect(snapshotOf(inspected({ ...started, Status: 'running', Running: true, Health })).health).toBe(
      health,
    );
  });

  test('a container without a check has no health', () => {
    expect(snapshotOf(inspected({ Status: 'running', Running: true }))).not.toHaveProperty('health');
    expect(snapshotOf(inspected({ Health: null }))).not.toHaveProperty('health');
  });

  test('bindings of both families, of two host ports, and none for a port that is only exposed', () => {
    const Ports = {
      '80/tcp': [
        { HostIp: '0.0.0.0', HostPort: '32768' },
        { HostIp: '::', HostPort: '32769' },
        { HostIp: '', HostPort: '8080' },
      ],
      '53/udp': [{ HostIp: '127.0.0.1', HostPort: '53' }],
      '443/tcp': null,
    };
    expect(snapshotOf(inspected({}, { NetworkSettings: { Ports, Networks: null } })).bindings).toEqual([
      { bindIP: '0.0.0.0', containerPort: 80, hostPort: 32768, protocol: 'tcp' },
      { bindIP: '::', containerPort: 80, hostPort: 32769, protocol: 'tcp' },
      { bindIP: '0.0.0.0', containerPort: 80, hostPort: 8080, protocol: 'tcp' },
      { bindIP: '127.0.0.1', containerPort: 53, hostPort: 53, protocol: 'udp' },
    ]);
  });

  test('a container of nobody’s', () => {
    const { Config: config, ...rest } = inspected({});
    const stranger = snapshotOf({ ...rest, Config: { ...config, Labels: null } });
    expect(stranger).toMatchObject({ taskArn: '', container: '' });
  });
});

describe('what a listing alone tells', () => {
  const listed = {
    Id: 'c1',
    Names: ['/ecs-shop-7-web'],
    Image: 'shop',
    ImageID: 'sha256:1',
    Created: 1_767_225_600,
    State: 'running',
    Status: 'Up 5 minutes',
    Labels: { 'longshore.task': 'arn:task', 'longshore.container': 'web' },
  } as const;

  test('is enough of a container that runs', () => {
    expect(snapshotOfSummary(listed)).toMatchObject({
      runtimeId: 'c1',
      engineName: 'ecs-shop-7-web',
      taskArn: 'arn:task',
      container: 'web',
      status: 'running',
      createdAt: 1_767_225_600_000,
    });
  });

  test.each(['created', 'exited', 'dead', 'removing'] as const)(
    'is not enough of one that is %s',
    (State) => {
      expect(snapshotOfSummary({ ...listed, State })).toBeUndefined();
    },
  );
});
