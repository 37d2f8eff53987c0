import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  paginateGetLogEvents,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logsClient } from '../../contract/logs/client.ts';
import { busyboxImage } from '../../support/docker/busybox-image.ts';
import { awsEnvironment, ecsClient } from '../../support/e2e/clients.ts';
import { startProgram } from '../../support/e2e/program.ts';
import { type ServerProcess, startServer } from '../../support/e2e/server.ts';

const group = '/ecs/test';
let directory: string;
let args: readonly string[];
let server: ServerProcess;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'longshore-logs-'));
  args = ['--data-dir', join(directory, 'data'), '--cleanup-after', '1h'];
  server = await startServer({ args });
  using client = closing(logsClient(server.endpoint));
  await client.send(new CreateLogGroupCommand({ logGroupName: group }));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

const closing = (client: CloudWatchLogsClient): CloudWatchLogsClient & Disposable =>
  Object.assign(client, { [Symbol.dispose]: () => client.destroy() });

/** Runs a shell script whose output goes to CloudWatch Logs; returns the task's ARN. */
async function run(family: string, script: string): Promise<string> {
  using client = ecsClient(server.endpoint);
  await client.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode: 'bridge',
      containerDefinitions: [
        {
          name: 'app',
          image: busyboxImage,
          memory: 64,
          command: ['sh', '-c', script],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': group,
              'awslogs-region': 'us-east-1',
              'awslogs-stream-prefix': family,
            },
          },
        },
      ],
    }),
  );
  const { tasks } = await client.send(new RunTaskCommand({ taskDefinition: family }));
  return tasks?.[0]?.taskArn ?? '';
}

async function stopped(arn: string): Promise<void> {
  using client = ecsClient(server.endpoint);
  const look = async (): Promise<unknown> =>
    (await client.send(new DescribeTasksCommand({ tasks: [arn] }))).tasks?.[0]?.lastStatus;
  await expect.poll(look, { timeout: 60_000, interval: 50 }).toBe('STOPPED');
}

async function messages(family: string, arn: string): Promise<readonly (string | undefined)[]> {
  using client = closing(logsClient(server.endpoint));
  const found: (string | undefined)[] = [];
  const logStreamName = `${family}/app/${arn.split('/').at(-1) ?? ''}`;
  const stream = { logGroupName: group, logStreamName, startFromHead: true };
  for await (const page of paginateGetLogEvents({ client, stopOnSameToken: true }, stream)) {
    found.push(...(page.events ?? []).map(({ message }) => message));
  }
  return found;
}

test('kill -9 in the midst of a flood loses and doubles nothing', async () => {
  const lines = 100_000;
  const burst = 'seq $((i*1000+1)) $((i*1000+1000)); i=$((i+1)); sleep 0.03';
  const arn = await run('killed', `i=0; while [ $i -lt ${lines / 1000} ]; do ${burst}; done`);
  const counts: number[] = [];
  for (let kill = 0; kill < 4; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300 + 37 * kill));
    await server.crash();
    server = await startServer({ args });
    counts.push((await messages('killed', arn)).length);
  }
  // At least one came in its midst.
  expect(counts.some((count) => count > 0 && count < lines)).toBe(true);
  await stopped(arn);
  const found = await messages('killed', arn);
  expect(found).toHaveLength(lines);
  expect(found.findIndex((message, index) => message !== String(index + 1))).toBe(-1);
}, 120_000);

const cli = process.env['LONGSHORE_TEST_AWS_CLI'] ?? '/usr/bin/aws';

test('aws logs tail --follow shows a running task', async () => {
  const arn = await run(
    'tailed',
    'trap "exit 0" TERM; i=0; while :; do i=$((i+1)); echo "line $i"; sleep 0.2 & wait $!; done',
  );
  await using tail = startProgram(
    cli,
    [
      'logs',
      'tail',
      group,
      '--follow',
      '--format',
      'short',
      '--log-stream-name-prefix',
      'tailed/',
      '--endpoint-url',
      server.endpoint,
    ],
    { env: awsEnvironment(server.endpoint) },
  );
  await tail.until(/line 1\n(?:.*\n)*.*line 30\n/);
  const shown = [...tail.stdout().matchAll(/line (\d+)/g)].map(([, number]) => Number(number));
  expect(shown).toEqual(shown.map((_, index) => index + 1));
  tail.signal('SIGKILL');
  await tail.ended;
  await stopOf(arn);
}, 60_000);

test('live tail shows a running task', async () => {
  using client = closing(logsClient(server.endpoint));
  const logGroupIdentifiers = [`arn:aws:logs:us-east-1:000000000000:log-group:${group}`];
  const tail = new StartLiveTailCommand({ logGroupIdentifiers, logEventFilterPattern: 'hello' });
  const { responseStream } = await client.send(tail);
  let arn = '';
  const seen: (string | undefined)[] = [];
  for await (const event of responseStream ?? []) {
    if (event.sessionStart !== undefined) arn = await run('live', 'echo hello; echo other; echo hello again');
    seen.push(...(event.sessionUpdate?.sessionResults ?? []).map(({ message }) => message));
    if (seen.length >= 2) break;
  }
  expect(seen).toEqual(['hello', 'hello again']);
  await stopped(arn);
}, 60_000);

// The bench holds it to the 150 MB of 100,000 lines; this, that more of them do not make it grow.
test('a server that was flooded has stayed small', async () => {
  await server.crash();
  server = await startServer({ args });
  const arn = await run('flood', 'seq 1 300000');
  await stopped(arn);
  const { pid } = server.program;
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  process.stderr.write(`the server needed ${Math.round(peak / 1024)} MiB at most\n`);
  expect(peak).toBeLessThan(192 * 1024);
  expect(await messages('flood', arn)).toHaveLength(300_000);
}, 60_000);

async function stopOf(arn: string): Promise<void> {
  using client = ecsClient(server.endpoint);
  await client.send(new StopTaskCommand({ task: arn }));
  await stopped(arn);
}
