import { refusals } from '../../../agent/plan/refusals.ts';
import type { RunTaskRequest } from '../../../aws/contract/ecs.types.gen.ts';
import {
  invalidParameter,
  referencedClusterInactive,
  reservedGroup,
  taskDefinitionInactive,
  taskDefinitionNotFound,
  tooLong,
  unsupportedFeature,
} from '../errors.ts';
import { activeCluster } from '../model/clusters/cluster-reference.ts';
import { checkRoles } from '../model/tasks/assumable-roles.ts';
import { clientTokenOf, keepToken, tasksOfToken } from '../model/tasks/client-token.ts';
import { describeTask } from '../model/tasks/describe-task.ts';
import { withFreePorts } from '../model/tasks/host-ports.ts';
import { launches } from '../model/tasks/launch.ts';
import { checkNetwork } from '../model/tasks/network.ts';
import { newTask } from '../model/tasks/new-task.ts';
import { checkOverrides, sizedOverrides } from '../model/tasks/overrides.ts';
import { checkPlacement, place } from '../model/tasks/placement.ts';
import { tagsOfNewTask } from '../model/tasks/task-tags.ts';
import { volumeRequest } from '../model/tasks/volumes.ts';
import { readTags, writeTags } from '../model/tags.ts';
import type { TaskDefinitionRecord } from '../model/tables.ts';
import { resolveTaskDefinition } from '../model/task-definition/reference.ts';
import type { EcsCall, EcsOperation } from '../operation.ts';

/**
 * Accepts tasks: writes one record for each, which the agent finds in the change feed. What finds no place
 * is told in `failures`; what is wrong with the request refuses all of it.
 */
export const runTask: EcsOperation<'RunTask'> = (input, call) => {
  const cluster = activeCluster(call, input.cluster, referencedClusterInactive);
  const count = input.count ?? 1;
  if (count < 1 || count > 10) throw invalidParameter('count must be between 1 and 10.');
  checkTexts(input);
  const token = clientTokenOf(cluster.cluster.clusterArn ?? '', input);
  const repeated = token && tasksOfToken(call, token);
  if (repeated !== undefined) {
    return { tasks: repeated.map((task) => describeTask(task, readTags(call, task.arn))), failures: [] };
  }

  const definition = runnableDefinition(call, input.taskDefinition);
  checkOverrides(definition.definition, input.overrides ?? {});
  const [first, ...others] = launches(input, cluster, definition.definition, count);
  if (first === undefined) throw new Error('a count of at least 1 gives a launch');
  const overrides = sizedOverrides(definition.definition, input.overrides ?? {}, first.launchType);
  checkNetwork(call, input.networkConfiguration, definition.definition, first.launchType);
  checkPlacement(input, first.launchType);
  checkRoles(call, [
    overrides.taskRoleArn ?? definition.definition.taskRoleArn,
    overrides.executionRoleArn ?? definition.definition.executionRoleArn,
  ]);
  const tags = tagsOfNewTask(call, input, cluster, definition);
  const volume = volumeRequest(call, input, definition);
  refuseWhatIsNotThere(input, definition);

  const awsvpc = input.networkConfiguration?.awsvpcConfiguration;
  const group = input.group ?? `family:${definition.family}`;
  const placed = place(call, input, { cluster, definition, group, launchType: first.launchType, count });
  const made = [first, ...others].slice(0, placed.count).map((launch, position) =>
    newTask(call, {
      position,
      cluster,
      definition,
      launch,
      overrides,
      group,
      ...(awsvpc !== undefined && { network: awsvpc }),
      ...(volume !== undefined && { volume }),
      ...(input.startedBy !== undefined && { startedBy: input.startedBy }),
      ...(input.referenceId !== undefined && { referenceId: input.referenceId }),
    }),
  );
  const { tasks, failures } = withFreePorts(call, made);
  for (const task of tasks) {
    call.tables.tasks.put(task);
    writeTags(call, task.arn, tags);
  }
  const arns = tasks.map(({ arn }) => arn);
  if (token !== undefined && arns.length > 0) keepToken(call, token, arns);
  return {
    tasks: tasks.map((task) => describeTask(task, tags)),
    failures: [...placed.failures, ...failures],
  };
};

function checkTexts({ group, startedBy, referenceId }: RunTaskRequest): void {
  if (group !== undefined && group.length > 255) throw tooLong('group', 255);
  if (group !== undefined && /^(?:family|service):/.test(group)) throw reservedGroup();
  if (startedBy !== undefined && startedBy.length > 128) throw tooLong('startedBy', 128);
  if (referenceId !== undefined && referenceId.length > 1024) throw tooLong('referenceId', 1024);
}

function runnableDefinition(call: EcsCall, reference: string): TaskDefinitionRecord {
  const definition = resolveTaskDefinition(call.tables, call, reference);
  if (definition === undefined) throw taskDefinitionNotFound();
  if (definition.status !== 'ACTIVE') throw taskDefinitionInactive();
  return definition;
}

/** What AWS would do and this version cannot: said, and never answered with success. */
function refuseWhatIsNotThere(input: RunTaskRequest, { definition }: TaskDefinitionRecord): void {
  if (input.enableExecuteCommand === true) {
    throw unsupportedFeature('enableExecuteCommand is not implemented by this version of Longshore.');
  }
  const [refusal] = refusals(definition, input.overrides);
  if (refusal !== undefined) throw unsupportedFeature(refusal);
}
