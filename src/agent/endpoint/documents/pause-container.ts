import type { TaskRecord } from '../../model/task-record.ts';
import { isFargate } from './identity.ts';
import { v2Networks } from './networks.ts';
import type { ContainerDocument } from './v2-types.ts';

const name = '~internal~ecs~pause';

/** The container that holds an awsvpc task's network, which the agent tells of and Fargate does not. */
export function pauseContainer(task: TaskRecord): ContainerDocument | undefined {
  const { sandboxId, sandboxName = name, networkInterface } = task;
  if (isFargate(task) || sandboxId === undefined || networkInterface === undefined) return undefined;
  const networks = v2Networks(task);
  return {
    DockerId: sandboxId,
    Name: name,
    DockerName: sandboxName,
    Image: 'amazon/amazon-ecs-pause:0.1.0',
    ImageID: '',
    Labels: {
      'com.amazonaws.ecs.cluster': task.clusterName,
      'com.amazonaws.ecs.container-name': name,
      'com.amazonaws.ecs.task-arn': task.arn,
      'com.amazonaws.ecs.task-definition-family': task.family,
      'com.amazonaws.ecs.task-definition-version': String(task.revision),
    },
    DesiredStatus: 'RESOURCES_PROVISIONED',
    KnownStatus: task.sandboxEnded === true ? 'STOPPED' : 'RESOURCES_PROVISIONED',
    Limits: { CPU: 2, Memory: 0 },
    Type: 'CNI_PAUSE',
    ...(networks !== undefined && { Networks: networks }),
  };
}
