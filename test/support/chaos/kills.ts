import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { ecsClient } from '../e2e/clients.ts';
import { leftBehind, removeLeftBehind } from '../e2e/left-behind.ts';
import { temporaryDirectory } from '../e2e/server.ts';
import { waitFor } from '../e2e/wait-for.ts';
import { definitionsOf, faultsOf, type Job, kinds, newJob, requestOf } from './jobs.ts';
import { openJournal } from './journal.ts';
import { startMortal } from './mortal-server.ts';
import type { Random } from './random.ts';
import { readRecords } from './records.ts';

export interface KillsOptions {
  /** Longshore's bundle. */
  readonly bundle: string;
  readonly kills: number;
  readonly random: Random;
}

export interface KillsOutcome {
  readonly kills: number;
  readonly tasks: number;
  readonly summary: string;
  readonly faults: readonly string[];
}

/** A job and what the API has acknowledged of it. */
interface Entry {
  readonly job: Job;
  arn?: string;
  /** StopTask was sent, and acknowledged. */
  stopSent?: boolean;
  stopped?: boolean;
}

/** No more tasks at a time than two cores carry. */
const mostAlive = 10;
const longestDelayMs = 600;

/**
 * Kills a Longshore again and again while it runs tasks, at moments that `random` chooses: counted from its
 * start, so that it also dies while it takes over what is there, or from when it was ready. A call that was
 * not answered is made again with the same client token.
 */
export async function runKills({ bundle, kills, random }: KillsOptions): Promise<KillsOutcome> {
  await using journal = await openJournal();
  await using directory = await temporaryDirectory();
  const args = ['--data-dir', directory.path, '--cleanup-after', '1s', '--log-level', 'warn'];
  const start = (): ReturnType<typeof startMortal> => startMortal({ file: bundle, args });
  const ledger: Entry[] = [];
  const said: string[] = [];

  {
    await using first = start();
    using client = ecsClient(await endpointOf(first));
    await client.send(new CreateClusterCommand({}));
    for (const each of definitionsOf(journal.path))
      await client.send(new RegisterTaskDefinitionCommand(each));
    await first.kill();
  }

  for (let kill = 1; kill < kills; kill += 1) {
    await using server = start();
    const fromReady = random.integer(2) === 0;
    const delay = random.integer(longestDelayMs);
    const work = drive(server.ready, ledger, random);
    if (fromReady) await server.ready;
    await sleep(delay);
    if (!server.program.isRunning())
      throw new Error(`Longshore has died by itself:\n${server.program.stderr()}`);
    await server.kill();
    await work;
    said.push(server.program.stderr());
  }

  await using last = start();
  using client = ecsClient(await endpointOf(last));
  for (const entry of ledger) await submit(client, entry);
  for (const entry of ledger) if (entry.stopSent) await stop(client, entry);
  const tasks = await allStopped(client, ledger);
  last.program.signal('SIGTERM');
  const exit = await last.program.ended;
  said.push(last.program.stderr());

  const runs = await journal.read();
  const records = readRecords(directory.path);
  const label = `longshore.installation=${records.installation}`;
  const left = await leftBehind(label);
  if (left.length > 0) await removeLeftBehind(label);
  const faults = [
    ...(exit.code === 0 ? [] : [`the last Longshore ended with ${exit.code}: ${last.program.stderr()}`]),
    ...ledger.flatMap(({ job, arn, stopSent }) => {
      const task = tasks.find(({ taskArn }) => taskArn === arn);
      if (task === undefined) return [`${job.kind} ${job.id}: ${arn} is not there`];
      const runsOf = (container: string): number => runs.get(`${job.id}.${container}`) ?? 0;
      return faultsOf({ job, task, wasStopped: stopSent === true, runs: runsOf });
    }),
    ...records.faults,
    ...(records.tasks.length === ledger.length
      ? []
      : [`${records.tasks.length} records of ${ledger.length} tasks`]),
    ...left.map((thing) => `left behind: ${thing}`),
    ...said.flatMap((text) => text.split('\n').filter((line) => isTrouble(line))),
  ];
  return { kills, tasks: ledger.length, summary: summaryOf(ledger), faults };
}

async function endpointOf(server: ReturnType<typeof startMortal>): Promise<string> {
  const endpoint = await server.ready;
  if (endpoint === undefined) throw new Error(`Longshore was never ready:\n${server.program.stderr()}`);
  return endpoint;
}

/** Runs and stops tasks for as long as the server lives. */
async function drive(ready: Promise<string | undefined>, ledger: Entry[], random: Random): Promise<void> {
  const endpoint = await ready;
  if (endpoint === undefined) return;
  using client = ecsClient(endpoint);
  try {
    for (const entry of ledger) if (entry.arn === undefined) await submit(client, entry);
    for (const entry of ledger) if (entry.stopSent && !entry.stopped) await stop(client, entry);
    for (;;) {
      const { taskArns = [] } = await client.send(new ListTasksCommand({ desiredStatus: 'RUNNING' }));
      if (taskArns.length < mostAlive) {
        const entry = { job: newJob(random, random.pick(kinds), `job-${ledger.length}`) };
        ledger.push(entry);
        await submit(client, entry);
      }
      const chosen = ledger.find(
        ({ job, arn, stopSent }) =>
          arn !== undefined &&
          taskArns.includes(arn) &&
          !stopSent &&
          (job.kind === 'stopped' || random.integer(16) === 0),
      );
      if (chosen !== undefined && random.integer(3) === 0) await stop(client, chosen);
      await sleep(random.integer(80));
    }
  } catch (error) {
    // The server's death; an answer of the API is no reason to stop quietly.
    if (error instanceof Error && '$fault' in error && error.name.endsWith('Exception')) throw error;
  }
}

async function submit(client: ECSClient, entry: Entry): Promise<void> {
  const { tasks, failures } = await client.send(new RunTaskCommand(requestOf(entry.job)));
  const [task] = tasks ?? [];
  if (task?.taskArn === undefined) throw new Error(`not accepted: ${JSON.stringify(failures)}`);
  entry.arn = task.taskArn;
}

async function stop(client: ECSClient, entry: Entry): Promise<void> {
  entry.stopSent = true;
  await client.send(new StopTaskCommand({ task: entry.arn, reason: `stop ${entry.job.id}` }));
  entry.stopped = true;
}

/** Those that run until they are told to are told now. */
async function allStopped(client: ECSClient, ledger: readonly Entry[]): Promise<readonly Task[]> {
  for (const entry of ledger) {
    if (entry.job.kind === 'stopped' && !entry.stopSent) await stop(client, entry);
  }
  const arns = ledger.flatMap(({ arn }) => arn ?? []);
  const tasks: Task[] = [];
  for (let at = 0; at < arns.length; at += 100) {
    const some = arns.slice(at, at + 100);
    const stopped = await waitFor('every task to stop', async () => {
      const { tasks: described = [] } = await client.send(new DescribeTasksCommand({ tasks: some }));
      const alive = described.filter(({ lastStatus }) => lastStatus !== 'STOPPED');
      return alive.length === 0 ? described : undefined;
    });
    tasks.push(...stopped);
  }
  return tasks;
}

/** Warnings and errors of the log; a warning that something is tried again is none. */
function isTrouble(line: string): boolean {
  return /"level":(?:50|60)/.test(line);
}

function summaryOf(ledger: readonly Entry[]): string {
  const counts = kinds.map((kind) => `${ledger.filter(({ job }) => job.kind === kind).length} ${kind}`);
  return `${counts.join(', ')}; ${ledger.filter(({ stopSent }) => stopSent).length} asked to stop`;
}
