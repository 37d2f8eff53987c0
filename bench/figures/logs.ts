import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { nanosecondsOf } from '../../src/docker/engine-time.ts';
import { busyboxImage } from '../../test/support/docker/busybox-image.ts';
import type { BenchContext, Figure } from '../figure.ts';
import { definition } from '../support/definitions.ts';
import { type BenchEngine, openBenchEngine } from '../support/engine.ts';
import { type BenchLogs, benchLogs } from '../support/logs.ts';
import { type BenchServer, startBenchServer } from '../support/server.ts';

const lines = 100_000;
const flood = ['sh', '-c', `seq 1 ${lines}`];
const spoken = 40;
/** A line now and then, each by itself. */
const talk = ['sh', '-c', 'i=0; while :; do i=$((i+1)); echo $i; sleep 0.1; done'];

export const figure: Figure = {
  name: 'logs',
  issue: 4,
  about:
    "From the engine's time of a line to its being read through GetLogEvents, asked every millisecond; against the " +
    `engine's own follower. And ${lines} lines from one container: lines a second from the first one's time until ` +
    'the last is read, with the peak of resident memory; against reading them from the engine.',
  runs: 5,
  async measure(context) {
    await using engine = await openBenchEngine();
    await using server = await startBenchServer();
    using logs = benchLogs(server.process.endpoint);
    await logs.call('CreateLogGroup', { logGroupName: 'bench' });

    const latency = await shippedLatency(context, server, logs);
    const followed = await followedLatency(context, engine);
    const rates: number[] = [];
    const engineRates: number[] = [];
    for (let run = 0; run < context.runs; run += 1) {
      context.signal.throwIfAborted();
      context.progress(`flood ${run + 1} of ${context.runs}`);
      rates.push(await shippedRate(server, logs));
      engineRates.push(await engineRate(engine));
    }
    return [
      {
        name: 'line written to GetLogEvents',
        unit: 'ms',
        values: latency,
        baseline: { name: "engine's own follower", values: followed },
        target: { of: 'median', limit: 'at most', value: 50 },
      },
      {
        name: `${lines} lines of one container`,
        unit: 'lines/s',
        values: rates,
        baseline: { name: "engine's own follower", values: engineRates },
        target: { of: 'median', limit: 'at least', value: 20_000 },
      },
      {
        name: 'peak memory with those lines',
        unit: 'MB',
        values: [peakMegabytes(server.process.program.pid)],
        target: { of: 'median', limit: 'at most', value: 150 },
      },
    ];
  },
};

async function logged(
  server: BenchServer,
  family: string,
  command: string[],
): Promise<readonly [string, string]> {
  const options = {
    'awslogs-group': 'bench',
    'awslogs-region': 'us-east-1',
    'awslogs-stream-prefix': family,
  };
  const logConfiguration = { logDriver: 'awslogs' as const, options };
  const [arn = ''] = await server.run(
    await server.register(definition(family, [{ command, logConfiguration }])),
  );
  return [arn, `${family}/c1/${arn.split('/').at(-1) ?? ''}`];
}

async function shippedLatency(
  context: BenchContext,
  server: BenchServer,
  logs: BenchLogs,
): Promise<number[]> {
  context.progress('lines now and then');
  const [arn, logStreamName] = await logged(server, 'talk', talk);
  await server.calmlyUntil([arn], 'RUNNING');
  const stream = { logGroupName: 'bench', logStreamName, startFromHead: true };
  let { nextForwardToken: nextToken } = await logs.call('GetLogEvents', stream);
  const values: number[] = [];
  while (values.length < spoken) {
    const page = await logs.call('GetLogEvents', { ...stream, nextToken });
    const now = clock();
    nextToken = page.nextForwardToken;
    values.push(...(page.events ?? []).map(({ timestamp = 0 }) => now - timestamp));
    await sleep(1);
  }
  await server.clear([arn]);
  return values.slice(0, spoken);
}

async function followedLatency(context: BenchContext, engine: BenchEngine): Promise<number[]> {
  context.progress("lines now and then, by the engine's follower");
  const id = await engine.create({ Image: busyboxImage, Cmd: talk });
  await engine.client.containers.start(id);
  const values: number[] = [];
  for await (const { time = '' } of engine.client.containers.logs(id, {
    tty: false,
    follow: true,
    timestamps: true,
  })) {
    values.push(clock() - Number(nanosecondsOf(time)) / 1e6);
    if (values.length === spoken) break;
  }
  await engine.remove(id);
  return values;
}

async function shippedRate(server: BenchServer, logs: BenchLogs): Promise<number> {
  const [arn, logStreamName] = await logged(server, 'flood', flood);
  const stream = { logGroupName: 'bench', logStreamName };
  await server.calmlyUntil([arn], 'STOPPED');
  const seconds = await secondsOf(logs, stream);
  await server.clear([arn]);
  return lines / seconds;
}

/** From the first line's own time to the moment at which the last was taken in. */
async function secondsOf(
  logs: BenchLogs,
  stream: { readonly logGroupName: string; readonly logStreamName: string },
): Promise<number> {
  const [first] =
    (await logs.call('GetLogEvents', { ...stream, startFromHead: true, limit: 1 })).events ?? [];
  const [last] = (await logs.call('GetLogEvents', { ...stream, limit: 1 })).events ?? [];
  if (last?.message !== String(lines)) throw new Error(`the last line is ${last?.message}, not ${lines}`);
  return ((last.ingestionTime ?? Number.NaN) - (first?.timestamp ?? Number.NaN)) / 1000;
}

async function engineRate(engine: BenchEngine): Promise<number> {
  const id = await engine.create({ Image: busyboxImage, Cmd: flood });
  await engine.client.containers.start(id);
  let first = 0;
  for await (const { time = '' } of engine.client.containers.logs(id, {
    tty: false,
    follow: true,
    timestamps: true,
  })) {
    if (first === 0) first = Date.parse(time);
  }
  const seconds = (Date.now() - first) / 1000;
  await engine.remove(id);
  return lines / seconds;
}

/** Milliseconds since the epoch, with a fraction. */
const clock = (): number => performance.timeOrigin + performance.now();

/** The most that the process has ever had resident, in MB of 10^6 bytes. */
function peakMegabytes(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}
