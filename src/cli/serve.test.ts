import { describe, expect, test } from 'vitest';
import { fakeConsole } from '../../test/support/gateway/console.ts';
import { LongshoreError } from '../kernel/errors.ts';
import { silentLog } from '../kernel/log.ts';
import { VirtualClock } from '../kernel/virtual-clock.ts';
import type { Longshore, LongshoreOptions } from '../main.ts';
import { serve } from './serve.ts';

const OPTIONS: LongshoreOptions = {
  host: '127.0.0.1',
  port: 0,
  backend: 'docker',
  claimDirectory: '/claims',
  region: 'us-east-1',
  accountId: '000000000000',
  allowHosts: [],
  cleanUpAfter: 0,
  publishPorts: false,
  warmSandboxes: 2,
  pullBehavior: 'default',
  linkLocal: 'auto',
  version: '1.2.3',
  log: silentLog,
};
const DOCKER: Longshore['engine'] = {
  name: 'Docker',
  version: '20.10.24',
  address: 'unix:///var/run/docker.sock',
  reachable: true,
};

/** A Longshore whose `stop` ends when `stopped` is called, or by `kill`. */
function fakeLongshore(change: Partial<Longshore> = {}): Longshore & {
  readonly did: string[];
  readonly stopped: (error?: Error) => void;
  progress: (tasks: number) => void;
} {
  const did: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fake = {
    endpoint: 'http://127.0.0.1:4566',
    engine: DOCKER,
    dataDirectory: '/data',
    did,
    stopped: (error?: Error): void => (error === undefined ? resolve() : reject(error)),
    progress: (_tasks: number): void => {},
    stop(onProgress?: (tasks: number) => void) {
      did.push('stop');
      fake.progress = onProgress ?? fake.progress;
      return promise;
    },
    kill() {
      did.push('kill');
      resolve();
    },
    [Symbol.asyncDispose]: () => promise,
    ...change,
  };
  return fake;
}

function begin(longshore: Longshore, options: Partial<LongshoreOptions> = {}) {
  const console = fakeConsole();
  const clock = new VirtualClock();
  const start = (): Promise<Longshore> => Promise.resolve(longshore);
  return { console, clock, code: serve({ ...OPTIONS, ...options }, { console, clock, start }) };
}

test('prints one line when ready, and stops when told to', async () => {
  const longshore = fakeLongshore();
  const { console, code } = begin(longshore);
  await console.until('ready');
  expect(console.textOf('out')).toBe(
    'Longshore 1.2.3 is ready at http://127.0.0.1:4566 (Docker 20.10.24, data in /data)\n',
  );
  expect(longshore.did).toEqual([]);
  console.interrupt('SIGTERM');
  longshore.stopped();
  expect(await code).toBe(0);
  expect(longshore.did).toEqual(['stop']);
  expect(console.textOf('err')).toBe('');
});

test('says that there is no engine, and serves', async () => {
  const engine: Longshore['engine'] = { ...DOCKER, reachable: false, problem: 'connect ENOENT unix:///x.' };
  const { console } = begin(fakeLongshore({ engine, dataDirectory: undefined }));
  await console.until('ready');
  expect(console.textOf('out')).toContain('(no engine, data in memory)');
  expect(console.textOf('err')).toContain('no container engine: connect ENOENT unix:///x. Until');
});

describe('while stopping', () => {
  test('tells after a second what it waits for, and each change', async () => {
    const longshore = fakeLongshore();
    const { console, clock, code } = begin(longshore);
    await console.until('ready');
    console.interrupt();
    await clock.advance(999);
    longshore.progress(3);
    expect(console.textOf('err')).toBe('');
    await clock.advance(1);
    expect(console.textOf('err')).toContain('Stopping 3 tasks.');
    longshore.progress(1);
    longshore.progress(1);
    expect(console.textOf('err').match(/Stopping 1 task\./g)).toHaveLength(1);
    longshore.stopped();
    expect(await code).toBe(0);
  });

  test('a second signal kills', async () => {
    const longshore = fakeLongshore();
    const { console, clock, code } = begin(longshore);
    await console.until('ready');
    console.interrupt();
    await clock.advance(1);
    console.interrupt();
    expect(await code).toBe(0);
    expect(longshore.did).toEqual(['stop', 'kill']);
  });

  test('a failure is told and shows in the exit code', async () => {
    const longshore = fakeLongshore();
    const { console, code } = begin(longshore);
    await console.until('ready');
    console.interrupt();
    longshore.stopped(new Error('the engine went away'));
    expect(await code).toBe(1);
    expect(console.textOf('err')).toContain('the engine went away');
  });
});

test('a closed pipe is no order to stop', async () => {
  const longshore = fakeLongshore();
  const { console, clock } = begin(longshore);
  await console.until('ready');
  console.interrupt('SIGPIPE');
  await clock.advance(1);
  expect(longshore.did).toEqual([]);
});

test('a signal during the start stops what then runs', async () => {
  const longshore = fakeLongshore();
  const { console, code } = begin(longshore);
  console.interrupt();
  longshore.stopped();
  expect(await code).toBe(0);
  expect(longshore.did).toEqual(['stop']);
});

test('a start that fails is passed on', async () => {
  const failure = new LongshoreError('PORT_IN_USE', 'taken', { hint: 'choose another' });
  const start = (): Promise<Longshore> => Promise.reject(failure);
  await expect(serve(OPTIONS, { console: fakeConsole(), clock: new VirtualClock(), start })).rejects.toBe(
    failure,
  );
});

describe('warns', () => {
  test('of an upstream whose name is not one of a service', async () => {
    const upstreams = ['dynamo=http://127.0.0.1:1', 'sqs=http://127.0.0.1:1'];
    const { console } = begin(fakeLongshore(), { upstreams });
    await console.until('ready');
    expect(console.textOf('err')).toBe(
      'warning: --upstream dynamo: no service of AWS is known to sign by this name (did you mean dynamodb?).\n',
    );
  });

  test.each(['0.0.0.0', '::', '192.168.1.5', 'box.lan'])('when listening on %s', async (host) => {
    const { console } = begin(fakeLongshore(), { host });
    await console.until('ready');
    expect(console.textOf('err')).toContain('warning:');
  });

  test.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('not when listening on %s', async (host) => {
    const { console } = begin(fakeLongshore(), { host });
    await console.until('ready');
    expect(console.textOf('err')).toBe('');
  });
});
