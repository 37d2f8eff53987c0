import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  fakeConsole,
  type FakeConsole,
  type FakeConsoleOptions,
} from '../../../test/support/gateway/console.ts';
import { type Call, fakeAdmin, fakeService } from '../../../test/support/gateway/fakes.ts';
import type { TaskEvent } from '../../agent/watch.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { createGateway } from '../../gateway/gateway.ts';
import { realClock } from '../../kernel/clock.ts';
import { countingIds } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import type { Longshore, LongshoreOptions } from '../../main.ts';
import { run, type RunOptions } from './run.ts';

const TASK = 'arn:aws:ecs:us-east-1:000000000000:task/default/1';
const CLUSTER = 'arn:aws:ecs:us-east-1:000000000000:cluster/default';
/** A port on which nothing listens: it is reserved and needs root. */
const NOWHERE = new URL('http://127.0.0.1:1');
const DEFINITION = JSON.stringify({
  family: 'web',
  containerDefinitions: [{ name: 'api', image: 'x', memory: 64 }],
});

function stopped(exitCode: number): TaskEvent[] {
  const containers = [
    { name: 'api', essential: true, lastStatus: 'STOPPED', networkBindings: [], exitCode } as const,
  ];
  return [
    { kind: 'log', container: 'api', stream: 'stdout', time: '2026-01-01T00:00:00Z', text: 'to stdout' },
    { kind: 'log', container: 'api', stream: 'stderr', time: '2026-01-01T00:00:00Z', text: 'to stderr' },
    {
      kind: 'task',
      at: 1,
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      version: 2,
      stopCode: 'EssentialContainerExited',
      containers,
    },
    { kind: 'end', at: 2 },
  ];
}

function answers({ operation }: Call): unknown {
  switch (operation) {
    case 'RegisterTaskDefinition':
      return { taskDefinition: { taskDefinitionArn: 'definition' } };
    case 'RunTask':
      return { tasks: [{ taskArn: TASK, clusterArn: CLUSTER }], failures: [] };
    case 'StopTask':
      return { task: { taskArn: TASK } };
    default:
      throw new AwsError('ClientException', `not expected: ${operation}`);
  }
}

interface Stage {
  readonly console: FakeConsole;
  readonly calls: Call[];
  readonly killed: string[];
  readonly endpoint: URL;
  readonly go: (options?: Partial<RunOptions>) => Promise<number>;
}

/** A gateway with fakes behind it, and a console before it. */
async function stage(
  options: {
    answer?: (call: Call) => unknown;
    events?: (signal: AbortSignal) => AsyncIterable<TaskEvent>;
    console?: FakeConsoleOptions;
    usual?: 'here';
    start?: (options: LongshoreOptions, endpoint: URL) => Promise<Longshore>;
  } = {},
): Promise<Stage> {
  const service = fakeService(options.answer ?? answers);
  async function* given(): AsyncGenerator<TaskEvent> {
    yield* stopped(0);
  }
  const admin = fakeAdmin({ [TASK]: options.events ?? given });
  const gateway = createGateway({
    services: [service],
    admin,
    clock: realClock,
    ids: countingIds(),
    log: silentLog,
    defaults: { account: '000000000000', region: 'us-east-1' },
    allowHosts: [],
  });
  onTestFinished(() => gateway.close());
  const endpoint = new URL(await gateway.listen({ host: '127.0.0.1', port: 0 }));
  const console = fakeConsole({ input: DEFINITION, ...options.console });
  const usual = options.usual === 'here' ? endpoint : NOWHERE;
  return {
    console,
    calls: service.calls,
    killed: admin.killed,
    endpoint,
    go: (change) =>
      run(
        {
          file: '-',
          overrides: { env: [], command: [], containerOverride: [] },
          cluster: undefined,
          launchType: undefined,
          endpoint,
          backend: 'docker',
          pullBehavior: 'default',
          iam: 'off',
          forOwnOnly: [],
          secretsFile: undefined,
          awsProfile: undefined,
          taskRoleCredentials: 'assume',
          upstreams: [],
          version: '0',
          ...change,
        },
        {
          console,
          clock: realClock,
          usual,
          start: (wanted) =>
            options.start?.(wanted, endpoint) ?? Promise.reject(new Error('not to be started')),
          log: () => Promise.resolve(silentLog),
        },
      ),
  };
}

test('registers, runs, shows and exits as the task does', async () => {
  async function* events(): AsyncGenerator<TaskEvent> {
    yield* stopped(7);
  }
  const { go, console, calls } = await stage({ events });
  expect(await go()).toBe(7);
  expect(calls.map(({ operation }) => operation)).toEqual(['RegisterTaskDefinition', 'RunTask']);
  expect(calls[0]?.input).toEqual(JSON.parse(DEFINITION));
  expect(calls[1]?.input).toEqual({ taskDefinition: 'definition', count: 1, startedBy: 'longshore-run' });
  expect(console.textOf('out')).toBe('api  | to stdout\n');
  expect(console.textOf('err')).toContain('api  | to stderr\n');
  expect(console.textOf('err')).toMatch(/^api {3}exit code 7 .*ended the task$/m);
});

test('exits with 1 when no container was started', async () => {
  async function* events(): AsyncGenerator<TaskEvent> {
    yield { kind: 'end', at: 1 };
  }
  const { go } = await stage({ events });
  expect(await go()).toBe(1);
});

test('hands on cluster, launch type and overrides', async () => {
  const { go, calls } = await stage();
  const overrides = { env: ['A=1'], command: ['echo hi'], containerOverride: ['api:cpu=10'] };
  await go({ cluster: 'c', launchType: 'EXTERNAL', overrides });
  expect(calls[1]?.input).toMatchObject({
    cluster: 'c',
    launchType: 'EXTERNAL',
    overrides: {
      containerOverrides: [
        { name: 'api', cpu: 10, command: ['echo', 'hi'], environment: [{ name: 'A', value: '1' }] },
      ],
    },
  });
});

test('asks for Fargate where the definition is for nothing else', async () => {
  const input = JSON.stringify({ ...JSON.parse(DEFINITION), requiresCompatibilities: ['FARGATE'] });
  const { go, calls } = await stage({ console: { input } });
  await go();
  expect(calls[1]?.input).toMatchObject({ launchType: 'FARGATE' });
});

test('acts in the account and region of the shell', async () => {
  const env = { AWS_ACCESS_KEY_ID: '123456789012', AWS_REGION: 'eu-west-1' };
  const { go, calls } = await stage({ console: { input: DEFINITION, env } });
  await go();
  expect(calls[1]?.context).toMatchObject({ account: '123456789012', region: 'eu-west-1' });
});

describe('Ctrl-C', () => {
  /** A task that runs until it is stopped or killed. */
  function running(): {
    answer: (call: Call) => unknown;
    events: (signal: AbortSignal) => AsyncIterable<TaskEvent>;
    end: () => void;
  } {
    const { promise, resolve } = Promise.withResolvers<void>();
    return {
      end: resolve,
      answer: answers,
      async *events() {
        yield { kind: 'notice', at: 1, text: 'it runs' };
        await promise;
        yield* stopped(143);
      },
    };
  }

  test('is StopTask, twice is kill', async () => {
    const task = running();
    const { go, console, calls, killed } = await stage(task);
    const code = go();
    await console.until('it runs');
    console.interrupt();
    while (calls.length < 3) await turn();
    expect(calls[2]).toMatchObject({ operation: 'StopTask', input: { cluster: CLUSTER, task: TASK } });
    expect(killed).toEqual([]);
    console.interrupt();
    while (killed.length === 0) await turn();
    expect(killed).toEqual([TASK]);
    task.end();
    expect(await code).toBe(143);
    expect(console.textOf('err')).toContain('Stopping the task');
  });

  test('before there is a task is kept for it', async () => {
    const task = running();
    let interrupt = (): void => {};
    const { go, console, calls } = await stage({
      ...task,
      answer(call) {
        if (call.operation === 'RunTask') interrupt();
        if (call.operation === 'StopTask') task.end();
        return answers(call);
      },
    });
    interrupt = () => console.interrupt();
    expect(await go()).toBe(143);
    expect(calls.map(({ operation }) => operation)).toContain('StopTask');
  });

  test('as SIGPIPE comes many times and stops once', async () => {
    const task = running();
    const { go, console, killed, calls } = await stage(task);
    const code = go();
    await console.until('it runs');
    console.interrupt('SIGPIPE');
    console.interrupt('SIGPIPE');
    while (calls.length < 3) await turn();
    task.end();
    await code;
    expect(killed).toEqual([]);
  });
});

test('takes the server at the usual address where none is named', async () => {
  const { go, calls, console } = await stage({ usual: 'here' });
  expect(await go({ endpoint: undefined })).toBe(0);
  expect(calls).toHaveLength(2);
  expect(console.textOf('err')).toContain('Using the Longshore at');
});

test('takes the server that the environment names', async () => {
  const env: Record<string, string> = {};
  const { go, calls, endpoint } = await stage({ console: { input: DEFINITION, env } });
  env['AWS_ENDPOINT_URL'] = endpoint.href;
  expect(await go({ endpoint: undefined })).toBe(0);
  expect(calls).toHaveLength(2);
});

describe('without a server', () => {
  const own = (endpoint: URL, did: string[]): Longshore => ({
    endpoint: endpoint.origin,
    engine: { name: 'Docker', address: 'unix:///x', reachable: true },
    stop: () => Promise.resolve(void did.push('stop')),
    kill: () => void did.push('kill'),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });

  test('starts one in memory, and stops it', async () => {
    const did: string[] = [];
    const given: LongshoreOptions[] = [];
    const { go } = await stage({
      start(options, endpoint) {
        given.push(options);
        return Promise.resolve(own(endpoint, did));
      },
    });
    expect(await go({ endpoint: undefined })).toBe(0);
    expect(given[0]).toMatchObject({ host: '127.0.0.1', port: 0 });
    expect(given[0]).not.toHaveProperty('dataDirectory');
    expect(did).toEqual(['stop']);
  });

  test('stops it also when the task is refused', async () => {
    const did: string[] = [];
    const { go } = await stage({
      answer(call) {
        if (call.operation === 'RunTask') throw new AwsError('InvalidParameterException', 'no');
        return answers(call);
      },
      start: (_options, endpoint) => Promise.resolve(own(endpoint, did)),
    });
    await expect(go({ endpoint: undefined })).rejects.toMatchObject({ code: 'TASK_REFUSED' });
    expect(did).toEqual(['stop']);
  });
});

describe('what fails is told', () => {
  test('a definition that the API refuses', async () => {
    const { go } = await stage({
      answer() {
        throw new AwsError('ClientException', "Invalid 'memory' setting for container 'api'.");
      },
    });
    await expect(go()).rejects.toMatchObject({
      code: 'BAD_TASK_DEFINITION',
      message: expect.stringMatching(/^standard input:1:\d+: ClientException: Invalid 'memory' setting/),
    });
  });

  test('failures of RunTask', async () => {
    const { go } = await stage({
      answer: (call) =>
        call.operation === 'RunTask'
          ? { tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] }
          : answers(call),
    });
    await expect(go()).rejects.toMatchObject({
      code: 'TASK_REFUSED',
      message: expect.stringContaining('RESOURCE:MEMORY'),
    });
  });

  test('a server that is lost on the way', async () => {
    async function* events(): AsyncGenerator<TaskEvent> {
      yield { kind: 'notice', at: 1, text: 'it runs' };
      throw new Error('a defect');
    }
    const { go } = await stage({ events });
    await expect(go()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });

  test('an option that a server which runs already cannot follow', async () => {
    const forOwnOnly = ['--backend simulated', '--pull always'];
    for (const unnamed of [{ endpoint: undefined }, {}]) {
      const { go, calls } = await stage({ usual: 'here' });
      await expect(go({ forOwnOnly, ...unnamed })).rejects.toMatchObject({
        code: 'BAD_OPTION',
        message: expect.stringMatching(
          /^--backend simulated and --pull always cannot be followed by the Longshore that runs at http:/,
        ),
      });
      expect(calls).toEqual([]);
    }
  });

  test('an endpoint where nothing answers', async () => {
    const { go } = await stage();
    await expect(go({ endpoint: NOWHERE })).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });

  test('an endpoint of the environment that is no URL', async () => {
    const { go } = await stage({ console: { input: DEFINITION, env: { AWS_ENDPOINT_URL: 'nope' } } });
    await expect(go({ endpoint: undefined })).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });
});

describe('--secrets-file', () => {
  async function secretsFile(text: string): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'longshore-secrets-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const file = join(directory, 'secrets.env');
    await writeFile(file, text);
    return file;
  }

  test('its values are there from the beginning where Longshore is started for the task', async () => {
    let seeds: LongshoreOptions['seeds'];
    const { go } = await stage({
      console: { env: { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: '111122223333' } },
      start: (wanted) => {
        seeds = wanted.seeds;
        return Promise.reject(new Error('that is enough'));
      },
    });
    const file = await secretsFile('/app/token=t');
    await expect(go({ endpoint: undefined, secretsFile: file })).rejects.toThrow('that is enough');
    expect(seeds?.parameters).toEqual([
      { account: '111122223333', region: 'eu-west-1', name: '/app/token', value: 't' },
    ]);
  });

  test('is refused where a Longshore runs', async () => {
    const { go, calls } = await stage();
    const file = await secretsFile('/app/token=t');
    await expect(go({ secretsFile: file })).rejects.toThrow(
      /^--secrets-file is for a Longshore that is started/,
    );
    expect(calls).toEqual([]);
  });
});
