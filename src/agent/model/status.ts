/**
 * Known and desired status on ordered scales, as in the reference agent: a status only ever moves
 * to the right. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 */
export const containerStatuses = ['NONE', 'PULLED', 'CREATED', 'RUNNING', 'STOPPED'] as const;
export type ContainerStatus = (typeof containerStatuses)[number];

export const taskStatuses = [
  'PROVISIONING',
  'PENDING',
  'ACTIVATING',
  'RUNNING',
  'DEACTIVATING',
  'STOPPING',
  'DEPROVISIONING',
  'STOPPED',
] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export type DesiredStatus = 'RUNNING' | 'STOPPED';

/** What is done for a whole task around the life of its containers, in the order of a task's life. */
export const stages = ['provision', 'activate', 'deactivate', 'deprovision'] as const;
export type Stage = (typeof stages)[number];

export type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'UserInitiated'
  | 'ServiceSchedulerInitiated'
  | 'SpotInterruption'
  | 'TerminationNotice'
  | 'InfrastructureHealth';

export type HealthStatus = 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';

export function hasReached(known: ContainerStatus, wanted: ContainerStatus): boolean {
  return containerStatuses.indexOf(known) >= containerStatuses.indexOf(wanted);
}

export function taskHasReached(last: TaskStatus, wanted: TaskStatus): boolean {
  return taskStatuses.indexOf(last) >= taskStatuses.indexOf(wanted);
}
