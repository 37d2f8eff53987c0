import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TaskPlan } from '../../../src/agent/model/task-plan.ts';
import { planTask } from '../../../src/agent/plan/plan-task.ts';
import type { ContainerDefinition, TaskDefinition } from '../../../src/aws/contract/ecs.types.gen.ts';
import { createEngineClient } from '../../../src/docker/client.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { type EngineHarness, engineHarness, sh } from '../../support/agent/engine-harness.ts';
import { fakeSources } from '../../support/agent/sources.ts';
import { busyboxImage } from '../../support/docker/busybox-image.ts';
import { makeRouterImage, type RouterImage } from '../../support/firelens/router-image.ts';

const engine = createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) });
let image: RouterImage;

beforeAll(async () => {
  image = await makeRouterImage(engine);
}, 60_000);
afterAll(async () => {
  await image[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

const speaking =
  'trap "echo bye; exit 0" TERM; echo hello from $FLUENT_HOST:$FLUENT_PORT; while :; do sleep 60 & wait $!; done';

function planned(
  definition: Partial<TaskDefinition>,
  sender: Partial<ContainerDefinition> = {},
  options: Record<string, string> = {},
): TaskPlan {
  return planTask({
    definition: {
      family: 'test',
      revision: 1,
      networkMode: 'bridge',
      containerDefinitions: [
        {
          name: 'router',
          image: image.name,
          stopTimeout: 2,
          firelensConfiguration: { type: 'fluentbit', options },
        },
        {
          name: 'app',
          image: busyboxImage,
          command: [...sh(speaking)],
          stopTimeout: 5,
          logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'stdout' } },
          ...sender,
        },
      ],
      ...definition,
    },
    taskArn: 'arn',
    clusterName: 'default',
    taskId: randomIds.hex(32),
    ids: randomIds,
  });
}

const told = async (harness: EngineHarness, arn: string, kind: string): Promise<unknown[]> =>
  (await harness.logs(arn, 'router')).flatMap(({ text }) =>
    text.startsWith(`${kind} `) ? [JSON.parse(text.slice(kind.length + 1)) as unknown] : [],
  );

test.each(['bridge', 'awsvpc'] as const)(
  'a router in mode %s has the output of the others, starts first and stops last',
  { timeout: 90_000 },
  async (networkMode) => {
    await using harness = await engineHarness({ cleanUpAfter: 3_600_000 });
    const plan = planned({ networkMode });
    const arn =
      networkMode === 'awsvpc'
        ? harness.runAwsvpc(plan.containers, plan)
        : harness.run(plan.containers, plan);
    await harness.running(arn);
    const { address } = harness.state(arn, 'router');
    const host = networkMode === 'awsvpc' ? '127.0.0.1' : (address ?? 'none');
    await expect
      .poll(() => told(harness, arn, 'record'), { timeout: 10_000 })
      .toContainEqual(
        expect.objectContaining({
          log: `hello from ${host}:24224`,
          source: 'stdout',
          tag: expect.stringMatching(/^app-firelens-[0-9a-f]{32}$/),
          container_name: expect.any(String),
          ecs_cluster: 'default',
          ecs_task_arn: arn,
          ecs_task_definition: 'test:1',
        }),
      );
    const [config] = await told(harness, arn, 'config');
    expect(config).toContain(`Listen ${networkMode === 'bridge' ? '0.0.0.0' : '127.0.0.1'}\n    Port 24224`);
    // Longshore dies and comes back: nothing is made anew, and what comes still arrives.
    await harness.crash();
    harness.restart();
    harness.stop(arn);
    await harness.stopped(arn);
    expect(await told(harness, arn, 'record')).toContainEqual(expect.objectContaining({ log: 'bye' }));
    expect(await told(harness, arn, 'config')).toHaveLength(1);
    const [router, app] = [harness.state(arn, 'router'), harness.state(arn, 'app')];
    expect(router.startedAt ?? Infinity).toBeLessThan(app.startedAt ?? 0);
    expect(router.finishedAt ?? 0).toBeGreaterThan(app.finishedAt ?? Infinity);
  },
);

test('a configuration in S3 and secret options reach the router', { timeout: 60_000 }, async () => {
  const sources = fakeSources();
  sources.objectTexts.set('b/own.conf', '[FILTER]\n    Name own\n');
  sources.parameterValues.set('key', 'hidden value');
  await using harness = await engineHarness({ sources });
  const plan = planned(
    { executionRoleArn: 'arn:aws:iam::000000000000:role/execution' },
    {
      logConfiguration: {
        logDriver: 'awsfirelens',
        options: { Name: 'datadog', 'log-driver-buffer-limit': '2097152' },
        secretOptions: [{ name: 'apikey', valueFrom: 'key' }],
      },
    },
    { 'config-file-type': 's3', 'config-file-value': 'arn:aws:s3:::b/own.conf' },
  );
  const arn = harness.run(plan.containers, plan);
  await harness.running(arn);
  await expect.poll(() => told(harness, arn, 'secret'), { timeout: 10_000 }).toEqual(['hidden value']);
  expect(await told(harness, arn, 'external')).toEqual(['[FILTER]\n    Name own\n']);
  const [config] = await told(harness, arn, 'config');
  expect(config).toContain('@INCLUDE /fluent-bit/etc/external.conf');
  expect(config).toContain('    apikey ${apikey_1}');
  expect(config).not.toContain('hidden value');
  const { HostConfig: host } = await harness.inspect(arn, 'app');
  expect(host.LogConfig).toMatchObject({
    Type: 'fluentd',
    Config: { 'fluentd-async': 'true', 'fluentd-buffer-limit': '2097152' },
  });
});

test('options without an output end the task with the words of the agent', async () => {
  await using harness = await engineHarness();
  const plan = planned({}, { logConfiguration: { logDriver: 'awsfirelens', options: { region: 'r' } } });
  const task = await harness.stopped(harness.run(plan.containers, plan));
  expect(task.stoppedReason).toContain('unable to generate firelens config file: ');
  expect(task.stoppedReason).toContain('missing output key Name');
});
