import { type CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { ECSClient, KeyValuePair, Task } from '@aws-sdk/client-ecs';
import { CreateClusterCommand, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { describeTask } from '../e2e/tasks.ts';
import { waitFor } from '../e2e/wait-for.ts';
import { defaultSubnet } from '../subnets.ts';

export const group = '/ecs/detectors';

/** What `tell.ts` and `tell.py` write. */
export interface Told {
  readonly resource: Readonly<Record<string, unknown>>;
  readonly caller: { readonly Arn?: string; readonly Account?: string; readonly error?: string };
  readonly credentialsUri?: string | null;
  readonly asked?: { readonly status: number; readonly body: string };
}

export interface Wanted {
  readonly image: string;
  readonly networkMode: 'bridge' | 'awsvpc';
  readonly taskRoleArn?: string;
  readonly environment?: readonly KeyValuePair[];
}

export interface Teller {
  readonly told: Told;
  readonly task: Task;
  readonly stream: string;
}

const onFargate = {
  requiresCompatibilities: ['FARGATE' as const],
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::000000000000:role/execution',
};

/** Runs a task of one container, and resolves to what it told in its log. awsvpc is a task of Fargate. */
export async function tellerTask(
  ecs: ECSClient,
  logs: CloudWatchLogsClient,
  { image, networkMode, taskRoleArn, environment = [] }: Wanted,
): Promise<Teller> {
  const logConfiguration = {
    logDriver: 'awslogs' as const,
    options: {
      'awslogs-group': group,
      'awslogs-region': 'us-east-1',
      'awslogs-stream-prefix': 'tells',
      'awslogs-create-group': 'true',
    },
  };
  await ecs.send(new CreateClusterCommand({}));
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: `tells-${networkMode}`,
      networkMode,
      taskRoleArn,
      ...(networkMode === 'awsvpc' && onFargate),
      containerDefinitions: [
        { name: 'app', image, memory: 256, logConfiguration, environment: [...environment] },
      ],
    }),
  );
  const { tasks = [] } = await ecs.send(
    new RunTaskCommand({
      taskDefinition: taskDefinition?.taskDefinitionArn,
      ...(networkMode === 'awsvpc' && {
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: [defaultSubnet()] } },
      }),
    }),
  );
  const arn = tasks[0]?.taskArn ?? '';
  const stream = `tells/app/${arn.split('/').at(-1)}`;
  const told = await waitFor('the container to tell', async () => {
    const task = await describeTask(ecs, arn);
    const text = await linesOf(logs, stream);
    const line = text.find((each) => each.startsWith('{'));
    if (line !== undefined) return parseTold(line);
    if (task.lastStatus !== 'STOPPED') return undefined;
    throw new Error(`${task.stoppedReason} ${task.containers?.[0]?.reason}\n${text.join('\n')}`);
  });
  return { told, task: await describeTask(ecs, arn), stream };
}

/** Nothing while there is no such stream yet. */
async function linesOf(logs: CloudWatchLogsClient, logStreamName: string): Promise<readonly string[]> {
  try {
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName, startFromHead: true }),
    );
    return events.map(({ message = '' }) => message);
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
    throw error;
  }
}

const parseTold = (line: string): Told => JSON.parse(line) as Told;
