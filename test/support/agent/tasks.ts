import type { ContainerPlan, TaskPlan } from '../../../src/agent/model/task-plan.ts';
import type { TaskRecord } from '../../../src/agent/model/task-record.ts';

/** A container plan with every default; members given replace them. */
export function containerPlan(given: Partial<ContainerPlan> & { readonly name: string }): ContainerPlan {
  return {
    engineName: `ecs-test-1-${given.name}-00000000000000000000`,
    image: 'busybox:1',
    essential: true,
    environment: {},
    resources: { cpu: 0 },
    ports: [],
    links: [],
    mounts: [],
    volumesFrom: [],
    dependsOn: [],
    stopTimeout: 30,
    labels: {},
    privileged: false,
    readonlyRootFilesystem: false,
    interactive: false,
    pseudoTerminal: false,
    disableNetworking: false,
    init: false,
    capabilities: { add: [], drop: [] },
    devices: [],
    tmpfs: {},
    ulimits: [],
    sysctls: {},
    securityOptions: [],
    dnsServers: [],
    dnsSearchDomains: [],
    extraHosts: [],
    ...given,
  };
}

/** A task that has just been accepted, of the given containers. */
export function taskRecord(
  containers: readonly ContainerPlan[],
  given: Partial<TaskRecord> & Pick<Partial<TaskPlan>, 'stages' | 'networkMode' | 'pidMode'> = {},
): TaskRecord {
  const id = given.id ?? '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
  const { stages = [], networkMode = 'bridge', pidMode, ...members } = given;
  return {
    arn: `arn:aws:ecs:us-east-1:000000000000:task/default/${id}`,
    id,
    account: '000000000000',
    region: 'us-east-1',
    clusterArn: 'arn:aws:ecs:us-east-1:000000000000:cluster/default',
    clusterName: 'default',
    taskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/test:1',
    family: 'test',
    revision: 1,
    availabilityZone: 'us-east-1a',
    request: { group: 'family:test', launchType: 'EC2', enableExecuteCommand: false, overrides: {} },
    plan: {
      networkMode,
      ...(pidMode !== undefined && { pidMode }),
      stages,
      containers,
      networkSysctls: {},
      volumes: [],
      notices: [],
    },
    desiredStatus: 'RUNNING',
    lastStatus: stages.includes('provision') ? 'PROVISIONING' : 'PENDING',
    version: 1,
    containers: containers.map((plan) => ({
      name: plan.name,
      arn: `arn:aws:ecs:us-east-1:000000000000:container/default/${id}/${plan.name}`,
      endpointId: `${id}-${plan.name}`,
      known: 'NONE',
      networkBindings: [],
      stopAttempts: 0,
      restarts: 0,
    })),
    stagesDone: [],
    createdAt: 0,
    ...members,
  };
}
