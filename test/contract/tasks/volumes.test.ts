import {
  DescribeTasksCommand,
  InvalidParameterException,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  type TaskVolumeConfiguration,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

const roleArn = 'arn:aws:iam::000000000000:role/ecsInfrastructureRole';

describe('an EBS volume configured at launch, by the SDK', () => {
  let started: TestLongshore;
  beforeAll(async () => {
    started = await startTestLongshore();
    await started.client.send(
      new RegisterTaskDefinitionCommand({
        family: 'app',
        containerDefinitions: [
          {
            name: 'app',
            image: 'busybox',
            memory: 64,
            mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }],
          },
        ],
        volumes: [{ name: 'data', configuredAtLaunch: true }],
      }),
    );
  });
  afterAll(() => started[Symbol.asyncDispose]());

  test('is attached while the task runs', async () => {
    const { client } = started;
    const wait = { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
    const volume: TaskVolumeConfiguration = {
      name: 'data',
      managedEBSVolume: {
        roleArn,
        sizeInGiB: 20,
        volumeType: 'gp3',
        filesystemType: 'ext4',
        terminationPolicy: { deleteOnTermination: true },
      },
    };
    const run = await client.send(
      new RunTaskCommand({ taskDefinition: 'app', volumeConfigurations: [volume] }),
    );
    const [task] = run.tasks ?? [];
    expect(task).toMatchObject({ lastStatus: 'PROVISIONING', attachments: [{ status: 'CREATED' }] });
    const tasks = [task?.taskArn ?? ''];
    const attachments = async () =>
      (await client.send(new DescribeTasksCommand({ tasks }))).tasks?.[0]?.attachments;

    await waitUntilTasksRunning(wait, { tasks });
    expect(await attachments()).toEqual([
      {
        id: task?.attachments?.[0]?.id,
        type: 'AmazonElasticBlockStorage',
        status: 'ATTACHED',
        details: [
          { name: 'roleArn', value: roleArn },
          { name: 'volumeName', value: 'data' },
          { name: 'deleteOnTermination', value: 'true' },
          { name: 'volumeId', value: expect.stringMatching(/^vol-0[0-9a-f]{16}$/) },
        ],
      },
    ]);
    await client.send(new StopTaskCommand({ task: tasks[0] }));
    await waitUntilTasksStopped(wait, { tasks });
    expect(await attachments()).toMatchObject([{ status: 'DELETED' }]);
  });

  test('must be configured, by the name that it has', async () => {
    const { client } = started;
    const bare = new RunTaskCommand({ taskDefinition: 'app' });
    await expect(client.send(bare)).rejects.toBeInstanceOf(InvalidParameterException);
    const managedEBSVolume = { roleArn, sizeInGiB: 1 };
    const other = new RunTaskCommand({
      taskDefinition: 'app',
      volumeConfigurations: [{ name: 'other', managedEBSVolume }],
    });
    await expect(client.send(other)).rejects.toBeInstanceOf(InvalidParameterException);
  });
});
