import {
  GetTaskProtectionCommand,
  InvalidParameterException,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  UpdateTaskProtectionCommand,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { startTestLongshore } from '../../support/longshore.ts';

test('protection of a task that belongs to no service is refused, as the SDK sees it', async () => {
  await using started = await startTestLongshore();
  const { client } = started;
  await client.send(
    new RegisterTaskDefinitionCommand({
      family: 'app',
      containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64 }],
    }),
  );
  const { tasks } = await client.send(new RunTaskCommand({ taskDefinition: 'app' }));
  const arn = tasks?.[0]?.taskArn ?? '';
  const input = { cluster: 'default', tasks: [arn] };
  const failures = [{ arn, reason: 'TASK_NOT_VALID' }];
  const got = await client.send(new GetTaskProtectionCommand(input));
  expect(got).toMatchObject({ protectedTasks: [], failures });
  const updated = await client.send(new UpdateTaskProtectionCommand({ ...input, protectionEnabled: true }));
  expect(updated).toMatchObject({ protectedTasks: [], failures });
  await expect(
    client.send(
      new UpdateTaskProtectionCommand({ ...input, protectionEnabled: true, expiresInMinutes: 2881 }),
    ),
  ).rejects.toBeInstanceOf(InvalidParameterException);
});
