import { describe, expect, test } from 'vitest';

import { containerPlan } from '../../../../test/support/agent/tasks.ts';
import type { ContainerPlan } from '../../model/task-plan.ts';
import type { ContainerSpec } from '../backend.ts';
import { createConfig } from './create-config.ts';

const owner = { taskArn: 'arn:task', clusterName: 'dev', family: 'shop', revision: 7 };

function specOf(given: Partial<ContainerPlan>, rest: Partial<ContainerSpec> = {}): ContainerSpec {
  const plan = containerPlan({ name: 'app', ...given });
  return {
    owner,
    plan,
    task: { networkMode: 'bridge' },
    networkMode: 'bridge',
    environment: plan.environment,
    labels: plan.labels,
    peers: {},
    ...rest,
  };
}

const configOf = (given: Partial<ContainerPlan>, rest?: Partial<ContainerSpec>) =>
  createConfig(specOf(given, rest), 'i1');

const tcp = (containerPort: number, hostPort: number) =>
  ({ containerPort, hostPort, protocol: 'tcp' }) as const;

describe('createConfig', () => {
  test('says all that a plan can hold', () => {
    const config = configOf(
      {
        image: 'busybox:1',
        entryPoint: ['/entry'],
        command: ['serve', '--all'],
        user: 'nobody:nogroup',
        workingDirectory: '/srv',
        hostname: 'box',
        resources: {
          cpu: 512,
          memory: 64,
          memoryReservation: 32,
          memorySwap: 128,
          swappiness: 10,
          sharedMemory: 16,
        },
        ports: [tcp(80, 8080), tcp(81, 0), { containerPort: 53, hostPort: 0, protocol: 'udp' }],
        links: ['db'],
        mounts: [
          { source: '/host', target: '/a', readOnly: false },
          { source: 'volume', target: '/b', readOnly: true },
        ],
        volumesFrom: [{ container: 'data', readOnly: true }],
        stopTimeout: 12,
        healthCheck: { command: ['CMD', 'check'], interval: 5, timeout: 2, retries: 4, startPeriod: 1 },
        log: { driver: 'json-file', options: { 'max-size': '1m' } },
        privileged: true,
        readonlyRootFilesystem: true,
        interactive: true,
        pseudoTerminal: true,
        init: true,
        capabilities: { add: ['SYS_PTRACE'], drop: ['CHOWN'] },
        devices: [{ hostPath: '/dev/null', containerPath: '/dev/nothing', permissions: 'rw' }],
        tmpfs: { '/scratch': 'size=64m,noexec' },
        ulimits: [{ name: 'nofile', soft: 1, hard: 2 }],
        sysctls: { 'net.core.somaxconn': '77' },
        securityOptions: ['no-new-privileges'],
        dnsServers: ['10.0.0.2'],
        dnsSearchDomains: ['example.com'],
        extraHosts: ['db:10.0.0.3'],
      },
      {
        task: { networkMode: 'bridge', pidMode: 'host', ipcMode: 'none' },
        environment: { A: '1', B: 'x=y' },
        labels: { mine: 'yes' },
        peers: { db: 'id-db', data: 'id-data' },
      },
    );
    expect(config).toEqual({
      Image: 'busybox:1',
      Entrypoint: ['/entry'],
      Cmd: ['serve', '--all'],
      Env: ['A=1', 'B=x=y'],
      Labels: {
        mine: 'yes',
        'longshore.installation': 'i1',
        'longshore.task': 'arn:task',
        'longshore.container': 'app',
      },
      Healthcheck: {
        Test: ['CMD', 'check'],
        Interval: 5_000_000_000,
        Timeout: 2_000_000_000,
        Retries: 4,
        StartPeriod: 1_000_000_000,
      },
      StopTimeout: 12,
      User: 'nobody:nogroup',
      WorkingDir: '/srv',
      Hostname: 'box',
      Tty: true,
      OpenStdin: true,
      ExposedPorts: { '80/tcp': {}, '81/tcp': {}, '53/udp': {} },
      HostConfig: {
        NetworkMode: 'bridge',
        PortBindings: {
          '80/tcp': [{ HostPort: '8080' }],
          '81/tcp': [{ HostPort: '' }],
          '53/udp': [{ HostPort: '' }],
        },
        Links: ['id-db:db'],
        Binds: ['/host:/a', 'volume:/b:ro'],
        VolumesFrom: ['id-data:ro'],
        Privileged: true,
        ReadonlyRootfs: true,
        CapAdd: ['SYS_PTRACE'],
        CapDrop: ['CHOWN'],
        Devices: [{ PathOnHost: '/dev/null', PathInContainer: '/dev/nothing', CgroupPermissions: 'rw' }],
        Tmpfs: { '/scratch': 'size=64m,noexec' },
        Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }],
        Sysctls: { 'net.core.somaxconn': '77' },
        SecurityOpt: ['no-new-privileges'],
        Dns: ['10.0.0.2'],
        DnsSearch: ['example.com'],
        ExtraHosts: ['db:10.0.0.3'],
        CpuShares: 512,
        Memory: 64,
        MemoryReservation: 32,
        MemorySwap: 128,
        MemorySwappiness: 10,
        ShmSize: 16,
        Init: true,
        LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
        PidMode: 'host',
        IpcMode: 'none',
      },
    });
  });

  test('leaves to the image and the engine what the plan does not say', () => {
    const config = configOf({});
    const { HostConfig: host } = config;
    for (const member of ['Entrypoint', 'Cmd', 'User', 'WorkingDir', 'Hostname', 'ExposedPorts']) {
      expect(config).not.toHaveProperty(member);
    }
    for (const member of ['Memory', 'MemorySwap', 'MemorySwappiness', 'ShmSize', 'Init', 'LogConfig']) {
      expect(host).not.toHaveProperty(member);
    }
    for (const member of ['PidMode', 'IpcMode']) expect(host).not.toHaveProperty(member);
    expect(host?.CpuShares).toBe(2);
  });

  test('an empty command or entry point is said: it takes the image’s away', () => {
    expect(configOf({ command: [], entryPoint: [] })).toMatchObject({ Cmd: [], Entrypoint: [] });
  });

  test('turns the image’s own HEALTHCHECK off', () => {
    expect(configOf({}).Healthcheck).toEqual({ Test: ['NONE'] });
  });

  test('publishes one container port twice when asked to', () => {
    const { HostConfig: host } = configOf({ ports: [tcp(80, 8080), tcp(80, 0)] });
    expect(host?.PortBindings).toEqual({ '80/tcp': [{ HostPort: '8080' }, { HostPort: '' }] });
  });

  test.each(['host', 'none'] as const)('publishes and links nothing in network mode %s', (networkMode) => {
    const config = configOf({ ports: [tcp(80, 80)], links: ['db'] }, { networkMode, peers: { db: 'id' } });
    expect(config).not.toHaveProperty('ExposedPorts');
    expect(config.HostConfig).toMatchObject({ NetworkMode: networkMode, PortBindings: {}, Links: [] });
  });

  test('disableNetworking takes ports, links and network away', () => {
    const config = configOf(
      { disableNetworking: true, ports: [tcp(80, 80)], links: ['db'] },
      { peers: { db: 'id' } },
    );
    expect(config.NetworkDisabled).toBe(true);
    expect(config.HostConfig).toMatchObject({ NetworkMode: 'none', PortBindings: {}, Links: [] });
  });

  test('options of the log driver that were fetched win over those of the plan', () => {
    const log = { driver: 'splunk', options: { 'splunk-url': 'u', 'splunk-token': 'plan' } };
    const config = configOf({ log }, { logOptions: { 'splunk-token': 'fetched' } });
    expect(config.HostConfig?.LogConfig).toEqual({
      Type: 'splunk',
      Config: { 'splunk-url': 'u', 'splunk-token': 'fetched' },
    });
  });

  test('links and volumesFrom go by the ids of the peers, with their aliases', () => {
    const { HostConfig: host } = configOf(
      {
        links: ['db', 'db:database', 'elsewhere'],
        volumesFrom: [
          { container: 'db', readOnly: false },
          { container: 'elsewhere', readOnly: true },
        ],
      },
      { peers: { db: 'id-db' } },
    );
    expect(host?.Links).toEqual(['id-db:db', 'id-db:database', 'elsewhere:elsewhere']);
    expect(host?.VolumesFrom).toEqual(['id-db', 'elsewhere:ro']);
  });

  test('a user’s labels cannot pass for the owner’s', () => {
    const labels = {
      'longshore.task': 'x',
      'longshore.installation': 'x',
      'longshore.container': 'x',
      a: 'b',
    };
    expect(configOf({}, { labels }).Labels).toEqual({
      a: 'b',
      'longshore.installation': 'i1',
      'longshore.task': 'arn:task',
      'longshore.container': 'app',
    });
  });

  test('a label that hides the exit code in the engine’s events is noted', () => {
    expect(configOf({}, { labels: { exitCode: '0' } }).Labels).toMatchObject({
      exitCode: '0',
      'longshore.exit-code-hidden': 'true',
    });
  });

  test('the environment is that of the spec, hooks included, not the plan’s', () => {
    expect(configOf({ environment: { A: 'plan' } }, { environment: { A: 'hook', EMPTY: '' } }).Env).toEqual([
      'A=hook',
      'EMPTY=',
    ]);
  });

  test('what the hooks say of limits wins over the plan, and goes below the task’s group', () => {
    const resources = { cpu: 64, memory: 100, gpus: 2 };
    const limits = { memory: 50, nanoCpus: 250_000_000 };
    const host = configOf({ resources }, { limits, cgroupParent: '/longshore/i1/t' }).HostConfig;
    expect(host).toMatchObject({
      CpuShares: 64,
      Memory: 50,
      NanoCpus: 250_000_000,
      CgroupParent: '/longshore/i1/t',
      DeviceRequests: [{ Count: 2, Capabilities: [['gpu']] }],
    });
    for (const absent of ['NanoCpus', 'CgroupParent', 'DeviceRequests'])
      expect(configOf({}).HostConfig).not.toHaveProperty(absent);
  });

  test('a port range is published port by port, and noted in a label', () => {
    const ranges = [{ first: 8000, last: 8001, protocol: 'udp', hostFirst: 40_000 }] as const;
    const config = createConfig(specOf({ ports: [tcp(80, 0)] }), 'i1', ranges);
    expect(config.ExposedPorts).toEqual({ '80/tcp': {}, '8000/udp': {}, '8001/udp': {} });
    expect(config.HostConfig?.PortBindings).toEqual({
      '80/tcp': [{ HostPort: '' }],
      '8000/udp': [{ HostPort: '40000' }],
      '8001/udp': [{ HostPort: '40001' }],
    });
    expect(config.Labels).toHaveProperty(['longshore.port-ranges'], '8000-8001/udp=40000');
  });
});
