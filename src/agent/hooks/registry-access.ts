import { AwsError } from '../../aws/aws-error.ts';
import { messageOf } from '../../kernel/errors.ts';
import { BackendError } from '../backends/backend.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { Hook } from './hook.ts';
import { type ExecutionRole, executionRoleOf } from './task-role.ts';

/** Whether a task's execution role may have its images. Throws AwsError where it may not. */
export interface RegistryAccess {
  /** Whether the image is one of ECR, for which the agent needs the role. */
  isOurs(image: string): boolean;
  logIn(role: ExecutionRole): void;
  pull(image: string, role: ExecutionRole): void;
}

/**
 * Asks before a pull what ECR would answer the role: the token, which on Fargate is a matter of the task, and
 * then the image. The pull itself goes by a token of Longshore's own.
 */
export function registryAccessHook(access: RegistryAccess): Hook {
  return {
    name: 'registry-access',
    async provision(task) {
      const role = executionRoleOf(task);
      const hasOurs = task.plan.containers.some(({ image }) => access.isOurs(image));
      if (isFargate(task) && hasOurs && role !== undefined) attempt(() => access.logIn(role), onFargate);
      return {};
    },
    async login(task, { image }) {
      const role = executionRoleOf(task);
      if (role === undefined || !access.isOurs(image)) return undefined;
      if (!isFargate(task)) attempt(() => access.logIn(role), onInstance);
      attempt(() => access.pull(image, role), pulling(image));
      return undefined;
    },
  };
}

const isFargate = ({ request }: TaskRecord): boolean => request.launchType === 'FARGATE';

function attempt(work: () => void, refuse: (error: unknown) => BackendError): void {
  try {
    work();
  } catch (error) {
    throw refuse(error);
  }
}

const worded = (error: unknown): string =>
  error instanceof AwsError ? `${error.code}: ${error.message}` : messageOf(error);

const onFargate = (cause: unknown): BackendError =>
  new BackendError(
    'ResourceInitializationError',
    `unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): ${worded(cause)}`,
    { cause },
  );

const onInstance = (cause: unknown): BackendError =>
  new BackendError('CannotPullECRContainerError', worded(cause), { cause });

/** As docker tells what a registry denies. */
const pulling =
  (image: string) =>
  (cause: unknown): BackendError =>
    new BackendError(
      'CannotPullContainerError',
      `Error response from daemon: pull access denied for ${image.replace(/[:@][^/]*$/, '')}, repository does not exist or may require 'docker login': denied: ${messageOf(cause)}`,
      { cause },
    );
