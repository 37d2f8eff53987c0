import { DescribeTasksCommand } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { ecsClient } from '../../support/e2e/clients.ts';
import { shell } from '../../support/e2e/definitions.ts';
import { startRun } from '../../support/e2e/run.ts';
import { startServer } from '../../support/e2e/server.ts';
import { finish } from '../../support/e2e/program.ts';

test('--endpoint runs the task on that server', async () => {
  await using server = await startServer();
  using client = ecsClient(server.endpoint);
  await using started = await startRun({
    definition: shell('echo over there; exit 2'),
    args: ['--endpoint', server.endpoint],
  });
  const { code, stdout, stderr } = await finish(started.program);
  expect(stdout).toBe('main | over there\n');
  expect(code).toBe(2);
  const [, task = ''] = /^Running shell:1 as (\S+)$/m.exec(stderr) ?? [];
  const { tasks } = await client.send(new DescribeTasksCommand({ tasks: [task] }));
  expect(tasks?.[0]).toMatchObject({ lastStatus: 'STOPPED', startedBy: 'longshore-run' });
  // It stays for those who want to look at it, until the server's --cleanup-after.
  expect(await server.containers()).toHaveLength(1);
});

test('--pull is refused where a server runs already, and nothing is run', async () => {
  await using server = await startServer({ args: ['--backend', 'simulated'] });
  await using started = await startRun({
    definition: shell('true'),
    args: ['--endpoint', server.endpoint, '--pull', 'always'],
  });
  const { code, stderr } = await finish(started.program);
  expect(code).toBe(1);
  expect(stderr).toContain(
    `--pull always cannot be followed by the Longshore that runs at ${server.endpoint}`,
  );
  expect(stderr).toContain('longshore serve --pull always');
});

test('--endpoint where nothing listens', async () => {
  await using started = await startRun({
    definition: shell('true'),
    args: ['--endpoint', 'http://127.0.0.1:9'],
  });
  const { code, stderr } = await finish(started.program);
  expect(code).toBe(1);
  expect(stderr).toContain('cannot reach http://127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9');
  expect(stderr).toContain('longshore serve');
});
