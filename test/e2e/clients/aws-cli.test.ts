import { expect, test } from 'vitest';
import { awsEcs, awsEcsJson } from '../../support/e2e/clients.ts';
import { shell, waits } from '../../support/e2e/definitions.ts';
import { type ServerProcess, startServer } from '../../support/e2e/server.ts';

const told = (server: ServerProcess, ...args: readonly string[]): Promise<unknown> =>
  awsEcsJson(server.endpoint, args);

test('the AWS CLI runs a task and stops it', async () => {
  await using server = await startServer();
  expect(await told(server, 'create-cluster', '--cluster-name', 'tour')).toMatchObject({
    cluster: { clusterName: 'tour', status: 'ACTIVE' },
  });
  const input = JSON.stringify(shell(waits));
  expect(await told(server, 'register-task-definition', '--cli-input-json', input)).toMatchObject({
    taskDefinition: { family: 'shell', revision: 1 },
  });
  const run = ['run-task', '--cluster', 'tour', '--task-definition', 'shell', '--tags', 'key=a,value=b'];
  const ran = (await told(server, ...run)) as { readonly tasks: readonly { readonly taskArn: string }[] };
  expect(ran).toMatchObject({ failures: [], tasks: [{ desiredStatus: 'RUNNING' }] });
  const task = ran.tasks[0]?.taskArn ?? '';
  const which = ['--cluster', 'tour', '--tasks', task];

  expect(await told(server, 'wait', 'tasks-running', ...which)).toBeUndefined();
  expect(await told(server, 'describe-tasks', ...which, '--include', 'TAGS')).toMatchObject({
    tasks: [{ lastStatus: 'RUNNING', tags: [{ key: 'a', value: 'b' }] }],
  });
  expect(await told(server, 'list-tasks', '--cluster', 'tour', '--family', 'shell')).toEqual({
    taskArns: [task],
  });
  await told(server, 'stop-task', '--cluster', 'tour', '--task', task, '--reason', 'enough');
  expect(await told(server, 'wait', 'tasks-stopped', ...which)).toBeUndefined();
  expect(await told(server, 'describe-tasks', ...which)).toMatchObject({
    tasks: [
      {
        lastStatus: 'STOPPED',
        stopCode: 'UserInitiated',
        stoppedReason: 'enough',
        containers: [{ name: 'main', lastStatus: 'STOPPED', exitCode: 0 }],
      },
    ],
  });
});

test('the AWS CLI shows the errors that it shows with AWS', async () => {
  await using server = await startServer();
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await awsEcs(server.endpoint, args);
    expect(code).toBe(254);
    return stderr.trim();
  };
  expect(await refused('list-tasks', '--cluster', 'nowhere')).toContain(
    'An error occurred (ClusterNotFoundException) when calling the ListTasks operation: Cluster not found.',
  );
  expect(await refused('describe-task-definition', '--task-definition', 'nowhere')).toContain(
    'An error occurred (ClientException) when calling the DescribeTaskDefinition operation: ' +
      'Unable to describe task definition.',
  );
  await told(server, 'create-cluster');
  expect(await refused('run-task', '--task-definition', 'nowhere')).toContain(
    '(ClientException) when calling the RunTask operation: TaskDefinition not found.',
  );
  expect(await refused('list-tasks', '--desired-status', 'SLEEPING')).toContain(
    '(InvalidParameterException)',
  );
});
