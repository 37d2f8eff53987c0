import type { TaskRecord } from '../model/task-record.ts';
import type { ContainerOwner } from './backend.ts';

export function ownerOf(task: TaskRecord): ContainerOwner {
  return {
    taskArn: task.arn,
    clusterName: task.clusterName,
    family: task.family,
    revision: task.revision,
  };
}
