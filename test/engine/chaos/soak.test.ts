import { readdir, readFile } from 'node:fs/promises';
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';

import { definitionsOf, faultsOf, type Job, newJob, requestOf } from '../../support/chaos/jobs.ts';
import { openJournal } from '../../support/chaos/journal.ts';
import { isLong, type Random, seededRandom } from '../../support/chaos/random.ts';
import { ecsClient } from '../../support/e2e/clients.ts';
import { leftBehind } from '../../support/e2e/left-behind.ts';
import { startServer } from '../../support/e2e/server.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

const tasks = isLong ? 1000 : 60;
const atOnce = 6;
const warmUp = 12;

/** Bytes; what a process may need for records, statements and code that has been compiled since. */
const mostGrowth = (isLong ? 120 : 60) * 2 ** 20;

test(
  `${tasks} short tasks end right and leave no container, volume, network or file handle`,
  { timeout: 60_000 + tasks * 2_000 },
  async () => {
    const random = seededRandom('soak');
    await using journal = await openJournal();
    await using server = await startServer({ args: ['--cleanup-after', '1s', '--log-level', 'warn'] });
    using client = ecsClient(server.endpoint);
    await client.send(new CreateClusterCommand({}));
    for (const each of definitionsOf(journal.path))
      await client.send(new RegisterTaskDefinitionCommand(each));
    const label = `longshore.installation=${server.installation}`;

    // Networks, the relay and the sandboxes that stand ready are the server's, not a task's: they go with it.
    const allGone = () =>
      waitFor('the last volume and container of a task to go', async () => {
        const left = await leftBehind(label, 'longshore.task');
        return left.length === 0 ? true : undefined;
      });

    const jobs: Job[] = [];
    const faults: string[] = [];
    const run = async (count: number): Promise<void> => {
      const next = jobs.length + count;
      const worker = async (): Promise<void> => {
        while (jobs.length < next) {
          const job = chosen(random, jobs.length);
          jobs.push(job);
          const task = await runToEnd(client, job);
          const runs = await journal.read();
          faults.push(
            ...faultsOf({
              job,
              task,
              wasStopped: false,
              runs: (container) => runs.get(`${job.id}.${container}`) ?? 0,
            }),
          );
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
    };

    await run(warmUp);
    await allGone();
    const before = await useOf(server.program.pid);
    await run(tasks - warmUp);
    await allGone();
    expect(faults).toEqual([]);
    const after = await waitFor('the handles to be given back', async () => {
      const now = await useOf(server.program.pid);
      return now.handles <= before.handles + 4 ? now : undefined;
    });
    process.stdout.write(`soak: ${jobs.length} tasks; ${JSON.stringify({ before, after })}\n`);
    expect(after.resident - before.resident).toBeLessThan(mostGrowth);
  },
);

function chosen(random: Random, index: number): Job {
  const kind = random.pick(['plain', 'plain', 'chain', 'volume', 'awsvpc'] as const);
  return { ...newJob(random, kind, `soak-${index}`), napSeconds: 0 };
}

async function runToEnd(client: ECSClient, job: Job): Promise<Task> {
  const { tasks: begun } = await client.send(new RunTaskCommand(requestOf(job)));
  const arn = begun?.[0]?.taskArn ?? '';
  return waitFor(`${job.id} to stop`, async () => {
    const { tasks: described } = await client.send(new DescribeTasksCommand({ tasks: [arn] }));
    const [task] = described ?? [];
    return task?.lastStatus === 'STOPPED' ? task : undefined;
  });
}

/** Open file handles and resident memory in bytes, of a process on Linux. */
async function useOf(pid: number): Promise<{ readonly handles: number; readonly resident: number }> {
  const handles = (await readdir(`/proc/${pid}/fd`)).length;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { handles, resident: kilobytes * 1024 };
}
