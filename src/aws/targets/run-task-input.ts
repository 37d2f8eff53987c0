/** What the EcsParameters of EventBridge and of its Scheduler have in common: all but the tags' form. */
export interface EcsTargetParameters {
  readonly TaskDefinitionArn: string;
  readonly TaskCount?: number;
  readonly LaunchType?: string;
  readonly NetworkConfiguration?: {
    readonly awsvpcConfiguration?: {
      readonly Subnets: readonly string[];
      readonly SecurityGroups?: readonly string[];
      readonly AssignPublicIp?: string;
    };
  };
  readonly PlatformVersion?: string;
  readonly Group?: string;
  readonly CapacityProviderStrategy?: readonly object[];
  readonly EnableECSManagedTags?: boolean;
  readonly EnableExecuteCommand?: boolean;
  readonly PlacementConstraints?: readonly object[];
  readonly PlacementStrategy?: readonly object[];
  readonly PropagateTags?: string;
  readonly ReferenceId?: string;
}

export interface TargetedTask {
  readonly clusterArn: string;
  readonly parameters: EcsTargetParameters;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** Text that the target gets as input: the overrides (`{"containerOverrides": […]}`), if it is an object. */
  readonly overrides: string | undefined;
  /** 128 characters at most. */
  readonly startedBy: string;
  /** 64 characters at most: what is handed over a second time starts no second task. */
  readonly clientToken: string;
}

/** RunTask's input for a target with EcsParameters. ECS writes members with a small letter at the front. */
export function runTaskInput(task: TargetedTask): Readonly<Record<string, unknown>> {
  const { parameters: given } = task;
  return present({
    cluster: task.clusterArn,
    taskDefinition: given.TaskDefinitionArn,
    count: given.TaskCount ?? 1,
    launchType: given.LaunchType,
    networkConfiguration: networkOf(given),
    platformVersion: given.PlatformVersion,
    group: given.Group,
    capacityProviderStrategy: given.CapacityProviderStrategy,
    enableECSManagedTags: given.EnableECSManagedTags,
    enableExecuteCommand: given.EnableExecuteCommand,
    placementConstraints: given.PlacementConstraints,
    placementStrategy: given.PlacementStrategy,
    propagateTags: given.PropagateTags,
    referenceId: given.ReferenceId,
    tags: task.tags.length === 0 ? undefined : task.tags,
    overrides: objectIn(task.overrides),
    startedBy: task.startedBy,
    clientToken: task.clientToken,
  });
}

function networkOf({ NetworkConfiguration }: EcsTargetParameters): unknown {
  const vpc = NetworkConfiguration?.awsvpcConfiguration;
  if (vpc === undefined) return undefined;
  return {
    awsvpcConfiguration: present({
      subnets: vpc.Subnets,
      securityGroups: vpc.SecurityGroups,
      assignPublicIp: vpc.AssignPublicIp,
    }),
  };
}

function objectIn(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function present(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
