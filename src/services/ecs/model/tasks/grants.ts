import type { RoleGrant, RoleKind, TaskRecord } from '../../../../agent/model/task-record.ts';
import type { EcsCall } from '../../operation.ts';
import type { Launch } from './launch.ts';

/** By which a container asks for its metadata: a UUID on an instance, the task's id and digits on Fargate. */
export function endpointId(
  { ids }: Pick<EcsCall, 'ids'>,
  launchType: Launch['launchType'],
  taskId: string,
): string {
  return launchType === 'FARGATE' ? `${taskId}-${ids.digits(10)}` : ids.uuid();
}

/** The task's roles, each with an id under which its credentials can be had. */
export function rolesOf(
  call: Pick<EcsCall, 'account' | 'partition' | 'ids'>,
  wanted: { readonly taskRoleArn?: string; readonly executionRoleArn?: string },
): TaskRecord['roles'] {
  const grants = {
    ...grantOf(call, 'task', wanted.taskRoleArn),
    ...grantOf(call, 'execution', wanted.executionRoleArn),
  };
  return Object.keys(grants).length === 0 ? undefined : grants;
}

/** A task definition may name a role without its ARN; then it is one of the account's own. */
function grantOf(
  { account, partition, ids }: Pick<EcsCall, 'account' | 'partition' | 'ids'>,
  kind: RoleKind,
  role: string | undefined,
): { readonly [Kind in RoleKind]?: RoleGrant } {
  if (role === undefined || role === '') return {};
  const roleArn = role.startsWith('arn:') ? role : `arn:${partition}:iam::${account}:role/${role}`;
  return { [kind]: { roleArn, credentialsId: ids.uuid() } };
}
