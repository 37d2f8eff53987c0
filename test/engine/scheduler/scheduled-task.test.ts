import { ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CreateScheduleCommand, DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngineClient } from '../../../src/docker/client.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { busyboxImage, ensureBusyboxImage } from '../../support/docker/busybox-image.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';

let started: TestLongshore;
let endpoint: string;
let ecs: ECSClient;
let scheduler: SchedulerClient;

beforeAll(async () => {
  await ensureBusyboxImage(
    createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) }),
  );
  started = await startTestLongshore({ backend: 'docker', cleanUpAfter: 0, warmSandboxes: 0 });
  ({ endpoint } = started.longshore);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const options = { endpoint, region: 'us-east-1', credentials };
  ecs = new ECSClient(options);
  scheduler = new SchedulerClient(options);
});
afterAll(async () => {
  ecs.destroy();
  scheduler.destroy();
  await started[Symbol.asyncDispose]();
});

interface Ended {
  readonly startedBy: string;
  readonly createdAt: string;
  readonly containers: readonly { readonly exitCode?: number }[];
}

/** The first task of a starter that ends, by the events of its life. */
async function ended(startedBy: string, begin: () => Promise<unknown>): Promise<Ended> {
  const pattern = JSON.stringify({ detail: { lastStatus: ['STOPPED'], startedBy: [startedBy] } });
  const query = new URLSearchParams({ follow: 'true', pattern });
  const abort = new AbortController();
  const told = await fetch(`${endpoint}/_longshore/events?${query.toString()}`, abort);
  await begin();
  let text = '';
  for await (const chunk of told.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes('\n')) break;
  }
  abort.abort();
  return JSON.parse(text).event.detail as Ended;
}

async function schedule(Name: string, ScheduleExpression: string): Promise<void> {
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'job',
      networkMode: 'none',
      containerDefinitions: [{ name: 'app', image: busyboxImage, memory: 32, command: ['false'] }],
    }),
  );
  await scheduler.send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/default',
        RoleArn: 'arn:aws:iam::000000000000:role/starter',
        Input: '{"containerOverrides":[{"name":"app","command":["sh","-c","exit 7"]}]}',
        EcsParameters: { TaskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/job' },
      },
    }),
  );
}

test('a task starts once, at the time that is given', async () => {
  const at = new Date(Math.ceil((Date.now() + 1000) / 1000) * 1000);
  const task = await ended('chronos-schedule/once', () =>
    schedule('once', `at(${at.toISOString().slice(0, 19)})`),
  );
  expect(task.containers).toMatchObject([{ exitCode: 7 }]);
  expect(Date.parse(task.createdAt) - at.getTime()).toBeGreaterThanOrEqual(0);
  expect(Date.parse(task.createdAt) - at.getTime()).toBeLessThan(2000);
}, 30_000);

test('a task starts by cron, when the minute turns', async () => {
  const task = await ended('chronos-schedule/minutely', () => schedule('minutely', 'cron(* * * * ? *)'));
  await scheduler.send(new DeleteScheduleCommand({ Name: 'minutely' }));
  expect(task.containers).toMatchObject([{ exitCode: 7 }]);
  expect(Date.parse(task.createdAt) % 60_000).toBeLessThan(2000);
}, 90_000);
