import { planTask } from '../../../../agent/plan/plan-task.ts';
import type { TaskRecord } from '../../../../agent/model/task-record.ts';
import type { AwsVpcConfiguration, TaskOverride } from '../../../../aws/contract/ecs.types.gen.ts';
import { containerArn, taskArn } from '../../../../aws/ecs-arn.ts';
import type { EcsCall } from '../../operation.ts';
import type { ClusterRecord, TaskDefinitionRecord } from '../tables.ts';
import { ownContainerInstance } from './container-instance.ts';
import type { Launch } from './launch.ts';
import { endpointId, rolesOf } from './grants.ts';
import { networkOf } from './network.ts';
import { echoedOverrides } from './overrides.ts';
import { attachmentOf, launchVolumeOf, type VolumeRequest } from './volumes.ts';

export interface NewTask {
  readonly cluster: ClusterRecord;
  readonly definition: TaskDefinitionRecord;
  readonly launch: Launch;
  readonly overrides: TaskOverride;
  readonly group: string;
  readonly startedBy?: string;
  readonly referenceId?: string;
  /** For awsvpc; the first task gets the first subnet, and so on. */
  readonly network?: AwsVpcConfiguration;
  readonly position: number;
  /** For a definition with a volume that is configured at launch. */
  readonly volume?: VolumeRequest;
}

/** The record of a task that has just been accepted. To write it is to have the agent run it. */
export function newTask(call: EcsCall, wanted: NewTask): TaskRecord {
  const { cluster, definition, launch, overrides } = wanted;
  const id = call.ids.hex(32);
  const arn = taskArn(call, cluster.name, id);
  const ebsVolume = wanted.volume && attachmentOf(call, wanted.volume);
  const plan = planTask({
    definition: definition.definition,
    overrides,
    taskArn: arn,
    clusterName: cluster.name,
    taskId: id,
    ids: call.ids,
    atLaunch: wanted.volume && ebsVolume && launchVolumeOf(wanted.volume, ebsVolume),
  });
  const { networkInterface, availabilityZone } = networkOf(call, wanted);
  const roles = rolesOf(call, { ...definition.definition, ...overrides });
  return {
    arn,
    id,
    ...(networkInterface !== undefined && { networkInterface }),
    ...(ebsVolume !== undefined && { ebsVolume }),
    ...(roles !== undefined && { roles }),
    account: call.account,
    region: call.region,
    clusterArn: cluster.cluster.clusterArn ?? '',
    clusterName: cluster.name,
    ...(launch.launchType !== 'FARGATE' && { containerInstanceArn: ownContainerInstance(call, cluster) }),
    taskDefinitionArn: definition.definition.taskDefinitionArn ?? '',
    family: definition.family,
    revision: definition.revision,
    availabilityZone,
    request: {
      group: wanted.group,
      ...(wanted.startedBy !== undefined && { startedBy: wanted.startedBy }),
      ...(wanted.referenceId !== undefined && { referenceId: wanted.referenceId }),
      ...launch,
      enableExecuteCommand: false,
      overrides: echoedOverrides(definition.definition, overrides),
    },
    plan,
    desiredStatus: 'RUNNING',
    lastStatus: plan.stages.includes('provision') ? 'PROVISIONING' : 'PENDING',
    version: 1,
    containers: plan.containers.map(({ name }) => ({
      name,
      arn: containerArn(call, cluster.name, id, call.ids.uuid()),
      endpointId: endpointId(call, launch.launchType, id),
      known: 'NONE',
      networkBindings: [],
      stopAttempts: 0,
      restarts: 0,
    })),
    stagesDone: [],
    createdAt: call.now,
    connectivityAt: call.now,
  };
}
