import {
  CreateClusterCommand,
  DescribeTasksCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { waitFor } from './wait-for.ts';

/** Makes the default cluster, registers, and runs `count` tasks; their ARNs. */
export async function runTasks(
  client: ECSClient,
  definition: RegisterTaskDefinitionCommandInput,
  count = 1,
): Promise<readonly string[]> {
  await client.send(new CreateClusterCommand({}));
  const { taskDefinition } = await client.send(new RegisterTaskDefinitionCommand(definition));
  const { tasks, failures } = await client.send(
    new RunTaskCommand({ taskDefinition: taskDefinition?.taskDefinitionArn, count }),
  );
  if (failures?.length !== 0 || tasks?.length !== count) {
    throw new Error(`not all tasks were accepted: ${JSON.stringify(failures)}`);
  }
  return tasks.map(({ taskArn }) => taskArn ?? '');
}

export async function runTask(
  client: ECSClient,
  definition: RegisterTaskDefinitionCommandInput,
): Promise<string> {
  const [arn = ''] = await runTasks(client, definition);
  return arn;
}

export async function describeTask(client: ECSClient, arn: string): Promise<Task> {
  const { tasks, failures } = await client.send(new DescribeTasksCommand({ tasks: [arn] }));
  const [task] = tasks ?? [];
  if (task === undefined) throw new Error(`no task ${arn}: ${JSON.stringify(failures)}`);
  return task;
}

/** The task once it has that status. Fails when it stops instead. */
export function taskIn(client: ECSClient, arn: string, lastStatus: 'RUNNING' | 'STOPPED'): Promise<Task> {
  return waitFor(`${arn} to be ${lastStatus}`, async () => {
    const task = await describeTask(client, arn);
    if (task.lastStatus === lastStatus) return task;
    if (task.lastStatus === 'STOPPED') throw new Error(`${arn} has stopped: ${JSON.stringify(task)}`);
    return undefined;
  });
}
