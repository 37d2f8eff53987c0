import { AwsError } from '../../aws/aws-error.ts';
import { messageOf } from '../../kernel/errors.ts';
import { BackendError } from '../backends/backend.ts';
import { addressOf, type LogSink } from '../logs/log-sink.ts';
import { firstLinePattern } from '../logs/multiline.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { Hook } from './hook.ts';

/**
 * Makes sure, before a container is made, that its output has where to go. On Fargate that is a matter of
 * the task, before anything else; on instances it is docker's driver that fails when the container starts.
 */
export function awslogsHook(sink: LogSink, forget: (task: TaskRecord) => void): Hook {
  return {
    name: 'awslogs',
    async provision(task) {
      if (task.request.launchType === 'FARGATE') {
        for (const plan of task.plan.containers) await open(sink, task, plan, onFargate);
      }
      return {};
    },
    async prepare(task, plan) {
      if (task.request.launchType !== 'FARGATE') await open(sink, task, plan, onInstance);
      return undefined;
    },
    clean(task) {
      forget(task);
      return Promise.resolve();
    },
  };
}

type Refuse = (step: string, error: unknown) => BackendError;

async function open(
  sink: LogSink,
  task: TaskRecord,
  { awslogs: plan }: ContainerPlan,
  refuse: Refuse,
): Promise<void> {
  if (plan === undefined) return;
  const address = addressOf(task, plan);
  const { stream } = plan;
  await attempt('', refuse, () => firstLinePattern(plan));
  // Whether the group is there, docker's driver finds out by making the stream.
  const step = plan.createGroup ? 'group' : 'stream';
  await attempt(`failed to create Cloudwatch log ${step}: `, refuse, () =>
    sink.openGroup(address, plan.createGroup),
  );
  if (stream === undefined) return;
  await attempt('failed to create Cloudwatch log stream: ', refuse, () =>
    sink.openStream({ ...address, stream }),
  );
}

async function attempt(step: string, refuse: Refuse, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw refuse(step, error);
  }
}

const worded = (error: unknown): string =>
  error instanceof AwsError ? `${error.code}: ${error.message}` : messageOf(error);

function onFargate(step: string, cause: unknown): BackendError {
  const retried = step.includes('stream') ? 'create stream has been retried 1 times: ' : '';
  return new BackendError(
    'ResourceInitializationError',
    `failed to validate logger args: ${retried}${step}${worded(cause)} : exit status 1`,
    { cause },
  );
}

const onInstance = (step: string, cause: unknown): BackendError =>
  new BackendError(
    'CannotStartContainerError',
    `Error response from daemon: failed to initialize logging driver: ${step}${worded(cause)}`,
    { cause },
  );
