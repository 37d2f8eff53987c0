import {
  DescribeTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionRequest,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeConsole } from '../../../test/support/gateway/console.ts';
import { startTestLongshore, type TestLongshore } from '../../../test/support/longshore.ts';
import { LongshoreError } from '../../kernel/errors.ts';
import { realClock } from '../../kernel/clock.ts';
import { logs, type LogsOptions } from './logs.ts';

let server: TestLongshore;
beforeAll(async () => {
  server = await startTestLongshore();
});
afterAll(() => server[Symbol.asyncDispose]());

type Container = NonNullable<RegisterTaskDefinitionRequest['containerDefinitions']>[number];

const writing = (name: string, output: string, rest: Partial<Container> = {}): Container => ({
  name,
  image: 'busybox',
  memory: 32,
  dockerLabels: { 'longshore.simulate.output': output },
  ...rest,
});

const toCloudWatch = {
  logDriver: 'awslogs' as const,
  options: {
    'awslogs-group': 'g',
    'awslogs-region': 'us-east-1',
    'awslogs-create-group': 'true',
    'awslogs-stream-prefix': 'p',
  },
};

/** The ARN of a task that runs. */
async function run(family: string, containerDefinitions: Container[]): Promise<string> {
  await server.client.send(new RegisterTaskDefinitionCommand({ family, containerDefinitions }));
  const { tasks } = await server.client.send(new RunTaskCommand({ taskDefinition: family }));
  const arn = tasks?.[0]?.taskArn ?? '';
  await until(arn, 'RUNNING');
  return arn;
}

const until = (arn: string, status: string): Promise<void> =>
  expect
    .poll(async () => {
      const { tasks } = await server.client.send(new DescribeTasksCommand({ tasks: [arn] }));
      return tasks?.[0]?.lastStatus;
    })
    .toBe(status);

async function printed(
  task: string,
  rest: Partial<LogsOptions> = {},
): Promise<{ readonly out: string; readonly err: string }> {
  const console = fakeConsole();
  const endpoint = new URL(server.longshore.endpoint);
  const options = { task, container: undefined, follow: false, since: undefined, endpoint, ...rest };
  await logs(options, { console, clock: realClock, usual: endpoint });
  return { out: console.textOf('out'), err: console.textOf('err') };
}

test('one container is printed as it is, by the id or the ARN of its task', async () => {
  const arn = await run('one', [writing('web', 'a\nb')]);
  expect(await printed(arn)).toEqual({ out: 'a\nb\n', err: '' });
  expect((await printed(arn.split('/').at(-1) ?? '')).out).toBe('a\nb\n');
});

test('of several each line has the name of its container', async () => {
  const arn = await run('two', [writing('web', 'a'), writing('sidecar', 'b')]);
  const { out } = await printed(arn);
  expect(out.split('\n').toSorted()).toEqual(['', 'sidecar | b', 'web     | a']);
  expect((await printed(arn, { container: 'sidecar' })).out).toBe('b\n');
});

test('what went to CloudWatch Logs comes from there, also when the containers are gone', async () => {
  const arn = await run('cloud', [writing('web', 'a\nb', { logConfiguration: toCloudWatch })]);
  await expect.poll(async () => (await printed(arn)).out).toBe('a\nb\n');
  await server.client.send(new StopTaskCommand({ task: arn }));
  await until(arn, 'STOPPED');
  expect((await printed(arn, { follow: true })).out).toBe('a\nb\n');
});

test('a task that is followed is shown until it has stopped', async () => {
  const arn = await run('followed', [writing('web', 'a')]);
  const shown = printed(arn, { follow: true });
  await server.client.send(new StopTaskCommand({ task: arn }));
  expect((await shown).out).toBe('a\n');
});

test('what is older than asked for is left out', async () => {
  const arn = await run('old', [writing('web', 'a')]);
  expect((await printed(arn, { since: 60_000 })).out).toBe('a\n');
  expect((await printed(arn, { since: -60_000 })).out).toBe('');
});

test('tasks and containers that there are not are told', async () => {
  const arn = await run('known', [writing('web', 'a')]);
  const problem = async (...args: Parameters<typeof printed>): Promise<unknown> =>
    printed(...args).catch((error: unknown) => (error instanceof LongshoreError ? error.message : error));
  expect(await problem('none')).toBe('There is no task none.');
  expect(await problem(arn, { container: 'db' })).toBe(`Task ${arn} has no container db.`);
});
