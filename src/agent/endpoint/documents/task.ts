import { hasReached, taskHasReached } from '../../model/status.ts';
import type { TaskRecord } from '../../model/task-record.ts';
import { goTime } from '../go-time.ts';
import { containersOf } from '../task-directory.ts';
import { containerDocument } from './container.ts';
import { isFargate } from './identity.ts';
import { pauseContainer } from './pause-container.ts';
import type { ContainerDocument, LimitsDocument, TagErrorDocument, TaskDocument } from './v2-types.ts';

const unitsPerVcpu = 1024;

/** Tags of a task and of its instance; where they could not be had, why. */
export interface TagMembers {
  readonly TaskTags?: Readonly<Record<string, string>>;
  readonly ContainerInstanceTags?: Readonly<Record<string, string>>;
  readonly Errors?: readonly TagErrorDocument[];
}

/** A task as v2 tells it. Pure. */
export function v2TaskDocument(task: TaskRecord, tags: TagMembers = {}): TaskDocument {
  const pause = pauseContainer(task);
  const made = containersOf(task).filter(({ state }) => state.runtimeId !== undefined);
  return taskDocument(
    task,
    [...made.map((known) => containerDocument(known, false)), ...(pause === undefined ? [] : [pause])],
    tags,
  );
}

/** v3 leaves out a container whose networks are not known yet. */
export function v3TaskDocument(task: TaskRecord, tags: TagMembers = {}): TaskDocument {
  const document = v2TaskDocument(task, tags);
  const { Containers } = document;
  if (Containers === undefined) return document;
  return { ...document, Containers: Containers.filter(({ Networks }) => Networks !== undefined) };
}

/** With containers that are told of already, in the form of their version. */
export function taskDocument<Told extends object = ContainerDocument>(
  task: TaskRecord,
  containers: readonly Told[],
  { TaskTags, ContainerInstanceTags, Errors }: TagMembers,
): Omit<TaskDocument, 'Containers'> & { readonly Containers?: readonly Told[] } {
  const limits = limitsOf(task);
  const { pullStartedAt, pullStoppedAt, executionStoppedAt } = task;
  return {
    // The agent tells the name that it was configured with, Fargate the ARN.
    Cluster: isFargate(task) ? task.clusterArn : task.clusterName,
    TaskARN: task.arn,
    Family: task.family,
    Revision: String(task.revision),
    DesiredStatus: task.desiredStatus,
    KnownStatus: knownStatus(task),
    ...(containers.length > 0 && { Containers: containers }),
    ...(limits !== undefined && { Limits: limits }),
    ...(pullStartedAt !== undefined && { PullStartedAt: goTime(pullStartedAt) }),
    ...(pullStoppedAt !== undefined && { PullStoppedAt: goTime(pullStoppedAt) }),
    ...(executionStoppedAt !== undefined && { ExecutionStoppedAt: goTime(executionStoppedAt) }),
    AvailabilityZone: task.availabilityZone,
    ...(isTold(TaskTags) && { TaskTags }),
    ...(isTold(ContainerInstanceTags) && { ContainerInstanceTags }),
    ...(Errors !== undefined && Errors.length > 0 && { Errors }),
  };
}

const isTold = (tags: Readonly<Record<string, string>> | undefined): boolean =>
  tags !== undefined && Object.keys(tags).length > 0;

/** The agent counts a task by its containers: it is RUNNING until the last of them has stopped. */
function knownStatus({ lastStatus, containers }: TaskRecord): string {
  if (lastStatus === 'STOPPED' || lastStatus === 'DEPROVISIONING') return 'STOPPED';
  if (taskHasReached(lastStatus, 'RUNNING')) return 'RUNNING';
  return containers.every(({ known }) => hasReached(known, 'CREATED')) ? 'CREATED' : 'NONE';
}

function limitsOf({ plan }: TaskRecord): LimitsDocument | undefined {
  const { cpu, memory } = plan;
  if (cpu === undefined && memory === undefined) return undefined;
  return {
    ...(cpu !== undefined && { CPU: cpu / unitsPerVcpu }),
    ...(memory !== undefined && { Memory: memory }),
  };
}
