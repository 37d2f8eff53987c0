import type { TaskDefinition, TaskOverride } from '../../aws/contract/ecs.types.gen.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { TaskPlan } from '../model/task-plan.ts';

/** Stands in until the planner is there: enough to run a plain container. */
export function planTask(input: {
  readonly definition: TaskDefinition;
  readonly overrides?: TaskOverride;
  readonly launchType: 'EC2' | 'FARGATE' | 'EXTERNAL' | 'MANAGED_INSTANCES';
  readonly region: string;
  readonly taskArn: string;
  readonly clusterName: string;
  readonly taskId: string;
  readonly ids: Ids;
}): TaskPlan {
  const { definition, overrides } = input;
  const cpu = overrides?.cpu ?? definition.cpu;
  const memory = overrides?.memory ?? definition.memory;
  const networkMode = definition.networkMode ?? 'bridge';
  return {
    networkMode,
    ...(cpu === undefined ? {} : { cpu: Number(cpu) }),
    ...(memory === undefined ? {} : { memory: Number(memory) }),
    stages: networkMode === 'awsvpc' ? ['provision', 'deprovision'] : [],
    volumes: [],
    containers: (definition.containerDefinitions ?? []).map((container) => {
      const over = overrides?.containerOverrides?.find(({ name }) => name === container.name);
      const memoryLimit = over?.memory ?? container.memory;
      return {
        name: container.name ?? '',
        engineName: `ecs-${definition.family}-${definition.revision}-${container.name}-${input.ids.hex(20)}`,
        image: container.image ?? '',
        essential: container.essential ?? true,
        ...((over?.command ?? container.command) && { command: over?.command ?? container.command ?? [] }),
        environment: Object.fromEntries(
          [...(container.environment ?? []), ...(over?.environment ?? [])].map(
            ({ name = '', value = '' }) => [name, value],
          ),
        ),
        resources: {
          cpuShares: Math.max(2, over?.cpu ?? container.cpu ?? 0),
          ...(container.memoryReservation === undefined
            ? {}
            : { memoryReservation: container.memoryReservation * 2 ** 20 }),
          ...(memoryLimit === undefined ? {} : { memory: memoryLimit * 2 ** 20 }),
        },
        ports: (container.portMappings ?? []).map(
          ({ containerPort = 0, hostPort = 0, protocol = 'tcp' }) => ({
            containerPort,
            hostPort,
            protocol,
          }),
        ),
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
      };
    }),
  };
}
