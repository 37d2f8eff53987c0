import { describe, expect, test } from 'vitest';

import { fakeEngine, type FakeCalls } from '../../../../test/support/agent/fake-engine-client.ts';
import { containerPlan } from '../../../../test/support/agent/tasks.ts';
import type { ContainerInspect } from '../../../docker/container-types.ts';
import { EngineError, type EngineErrorKind } from '../../../docker/errors.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import type { ContainerSpec } from '../backend.ts';
import { rangesLabel } from './labels.ts';
import { DockerBackend } from './index.ts';

const { signal } = new AbortController();

const failure = (kind: EngineErrorKind, message: string = kind): EngineError =>
  new EngineError({ kind, message, call: 'x' });

function backendOn(calls: FakeCalls, clock = new VirtualClock(0)): DockerBackend {
  const engine = { ...fakeEngine(calls), [Symbol.asyncDispose]: () => Promise.resolve() };
  return new DockerBackend({ engine, clock, installation: 'i1' });
}

function inspected(taskArn: string): ContainerInspect {
  const state = { Status: 'running', Running: true, OOMKilled: false, ExitCode: 0, Error: '' };
  return {
    Id: 'c1',
    Name: '/web',
    Created: '2026-01-01T00:00:00Z',
    State: { ...state, StartedAt: '2026-01-01T00:00:01Z', FinishedAt: '0001-01-01T00:00:00Z' },
    Config: { Labels: { 'longshore.task': taskArn } },
    NetworkSettings: { Ports: null },
  } as unknown as ContainerInspect;
}

const spec: ContainerSpec = {
  owner: { taskArn: 'arn:task', clusterName: 'dev', family: 'shop', revision: 1 },
  plan: containerPlan({ name: 'web', engineName: 'ecs-shop-1-web' }),
  task: { networkMode: 'bridge', platform: 'linux/arm64' },
  networkMode: 'bridge',
  environment: {},
  labels: {},
  peers: {},
};

describe('creating', () => {
  const taken = (owner: string): DockerBackend =>
    backendOn({
      containers: {
        create: () => Promise.reject(failure('conflict', 'The container name is already in use')),
        inspect: () => Promise.resolve(inspected(owner)),
      },
    });

  test('names the container as planned, for the platform planned', async () => {
    const asked: unknown[] = [];
    const backend = backendOn({
      containers: {
        create: (_config, options) => {
          asked.push([options?.name, options?.platform]);
          return Promise.resolve({ Id: 'c1', Warnings: null });
        },
      },
    });
    expect(await backend.createContainer(spec, signal)).toEqual({ runtimeId: 'c1' });
    expect(asked).toEqual([['ecs-shop-1-web', 'linux/arm64']]);
  });

  test('finds the task’s own container of before a crash, and takes no other’s', async () => {
    expect(await taken('arn:task').createContainer(spec, signal)).toEqual({ runtimeId: 'c1' });
    await expect(taken('arn:other').createContainer(spec, signal)).rejects.toMatchObject({
      name: 'CannotCreateContainerError',
      message: 'Error response from daemon: The container name is already in use',
    });
  });

  test('waits for its own container that the engine is still making, and not for ever', async () => {
    const clock = new VirtualClock(0);
    let looks = 0;
    const making = (looksUntilMade: number): FakeCalls => ({
      containers: {
        create: () => Promise.reject(failure('conflict', 'The container name is already in use')),
        inspect: () =>
          (looks += 1) > looksUntilMade
            ? Promise.resolve(inspected('arn:task'))
            : Promise.reject(failure('not-found')),
      },
    });
    const created = backendOn(making(3), clock).createContainer(spec, signal);
    await clock.advance(1000);
    expect(await created).toEqual({ runtimeId: 'c1' });
    const never = backendOn(making(Infinity), clock).createContainer(spec, signal);
    const refused = expect(never).rejects.toMatchObject({ name: 'CannotCreateContainerError' });
    await clock.advance(60_000);
    await refused;
  });
});

describe('starting', () => {
  test('what the engine refuses is told in its words; what was aborted is not', async () => {
    const refused = backendOn({ containers: { start: () => Promise.reject(failure('server', 'OCI')) } });
    await expect(refused.startContainer('c1', signal)).rejects.toMatchObject({
      name: 'CannotStartContainerError',
      message: 'Error response from daemon: OCI',
    });
    const aborted = backendOn({ containers: { start: () => Promise.reject(failure('aborted')) } });
    await expect(aborted.startContainer('c1', signal)).rejects.toMatchObject({ kind: 'aborted' });
  });

  test('a port that is taken by no container that has just ended is refused at once', async () => {
    let starts = 0;
    const backend = backendOn({
      containers: {
        inspect: () => Promise.resolve(inspected('arn:task')),
        start: () => {
          starts += 1;
          return Promise.reject(failure('server', 'Bind for 0.0.0.0:80 failed: port is already allocated'));
        },
      },
    });
    await expect(backend.startContainer('c1', signal)).rejects.toMatchObject({ remake: false });
    expect(starts).toBe(1);
  });

  test.each([
    [40_001, true],
    [40_003, false],
  ])('port %d may be another when the container is made anew: %s', async (port, remake) => {
    const message = `Bind for 0.0.0.0:${port} failed: port is already allocated`;
    const labelled = { ...inspected('arn:task'), Config: { Labels: { [rangesLabel]: '80-82/tcp=40000' } } };
    const backend = backendOn({
      containers: {
        start: () => Promise.reject(failure('server', message)),
        inspect: () => Promise.resolve(labelled as unknown as ContainerInspect),
      },
    });
    await expect(backend.startContainer('c1', signal)).rejects.toMatchObject({
      name: 'CannotStartContainerError',
      message: `Error response from daemon: ${message}`,
      remake,
    });
  });
});

describe('stopping and removing', () => {
  test('a container that is not there is neither stopped nor removed, without an error', async () => {
    const gone = (): Promise<never> => Promise.reject(failure('not-found'));
    const backend = backendOn({ containers: { stop: gone, remove: gone, inspect: gone } });
    expect(await backend.stopContainer('c1', 5, signal)).toBeUndefined();
    expect(await backend.inspectContainer('c1', signal)).toBeUndefined();
    await backend.removeContainer('c1', signal);
  });

  test('gives the container its grace, and says what the engine says of it then', async () => {
    const asked: unknown[] = [];
    const backend = backendOn({
      containers: {
        stop: (id, options) => {
          asked.push([id, options?.timeoutSeconds]);
          return Promise.resolve('changed');
        },
        inspect: () => Promise.resolve(inspected('arn:task')),
      },
    });
    expect(await backend.stopContainer('c1', 7, signal)).toMatchObject({ status: 'running' });
    expect(asked).toEqual([['c1', 7]]);
  });

  test('a stop and a removal that the engine refuses are failures', async () => {
    const refuse = (): Promise<never> => Promise.reject(failure('server', 'no'));
    const backend = backendOn({ containers: { stop: refuse, remove: refuse } });
    await expect(backend.stopContainer('c1', 5, signal)).rejects.toMatchObject({
      name: 'CannotStopContainerError',
    });
    await expect(backend.removeContainer('c1', signal)).rejects.toThrow('no');
  });
});

describe('listing', () => {
  test('asks for this installation’s containers only, and leaves out those that go meanwhile', async () => {
    const filters: unknown[] = [];
    const backend = backendOn({
      containers: {
        list: (options) => {
          filters.push(options?.filters, options?.all);
          return Promise.resolve([{ Id: 'c1' }, { Id: 'c2' }] as never);
        },
        inspect: (id) =>
          id === 'c1' ? Promise.resolve(inspected('arn:task')) : Promise.reject(failure('not-found')),
      },
    });
    expect(await backend.listContainers(signal)).toMatchObject([{ runtimeId: 'c1' }]);
    expect(filters).toEqual([{ label: ['longshore.installation=i1'] }, true]);
  });

  test('a listing in which one look failed has failed: nothing is concluded from it', async () => {
    const backend = backendOn({
      containers: {
        list: () => Promise.resolve([{ Id: 'c1' }] as never),
        inspect: () => Promise.reject(failure('server')),
      },
    });
    await expect(backend.listContainers(signal)).rejects.toThrow();
  });
});

describe('status', () => {
  test('an engine that answers, and one that does not', async () => {
    const info = { name: 'Docker Engine', version: '20.10.24' };
    const there = backendOn({ system: { engineInfo: () => Promise.resolve(info as never) } });
    expect(await there.status()).toEqual({ ...info, address: 'unix:///fake.sock', reachable: true });
    const away = new EngineError({ kind: 'unreachable', message: 'cannot', hint: 'Start it.', call: 'x' });
    const gone = backendOn({ system: { engineInfo: () => Promise.reject(away) } });
    expect(await gone.status()).toEqual({
      name: 'Docker Engine',
      address: 'unix:///fake.sock',
      reachable: false,
      problem: 'cannot. Start it.',
    });
  });
});
