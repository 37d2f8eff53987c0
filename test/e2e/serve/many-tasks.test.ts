import { DescribeTasksCommand } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { ecsClient } from '../../support/e2e/clients.ts';
import { shell } from '../../support/e2e/definitions.ts';
import { startServer } from '../../support/e2e/server.ts';
import { runTasks } from '../../support/e2e/tasks.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

test('twenty tasks at once all stop, each with its own exit code', async () => {
  await using server = await startServer();
  using client = ecsClient(server.endpoint);
  const codes = [0, 1, 42, 143];
  const runs = codes.map((code) => runTasks(client, { ...shell(`exit ${code}`), family: `exit-${code}` }, 5));
  const arns = await Promise.all(runs);
  const tasks = await waitFor('all to stop', async () => {
    const described = await client.send(new DescribeTasksCommand({ tasks: arns.flat() }));
    return described.tasks?.every(({ lastStatus }) => lastStatus === 'STOPPED') ? described.tasks : undefined;
  });
  const seen = arns.map((ofOneCode) =>
    ofOneCode.map((arn) => tasks.find(({ taskArn }) => taskArn === arn)?.containers?.[0]?.exitCode),
  );
  expect(seen).toEqual(codes.map((code) => Array<number>(5).fill(code)));
  expect(new Set(tasks.map(({ stopCode }) => stopCode))).toEqual(new Set(['EssentialContainerExited']));
  expect(await server.containers()).toHaveLength(20);
});
