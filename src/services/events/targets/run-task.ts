import { createHash } from 'node:crypto';
import type { Delivery } from '../model/tables.ts';

/**
 * RunTask for a target with `EcsParameters`. What the target gets as input are the overrides
 * (`{"containerOverrides": […]}`); an event that is handed on whole has none.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html
 */
export function runTaskInput(delivery: Delivery, clusterArn: string): Readonly<Record<string, unknown>> {
  const { target, ruleName } = delivery;
  const given = target.EcsParameters;
  return present({
    cluster: clusterArn,
    taskDefinition: given?.TaskDefinitionArn,
    count: given?.TaskCount ?? 1,
    launchType: given?.LaunchType,
    networkConfiguration: networkOf(delivery),
    platformVersion: given?.PlatformVersion,
    group: given?.Group,
    capacityProviderStrategy: given?.CapacityProviderStrategy,
    enableECSManagedTags: given?.EnableECSManagedTags,
    enableExecuteCommand: given?.EnableExecuteCommand,
    placementConstraints: given?.PlacementConstraints,
    placementStrategy: given?.PlacementStrategy,
    propagateTags: given?.PropagateTags,
    referenceId: given?.ReferenceId,
    tags: given?.Tags?.map(({ Key, Value }) => ({ key: Key, value: Value })),
    overrides: overridesOf(delivery),
    // 128 characters at most.
    startedBy: `events-rule/${ruleName}`,
    // An event that is delivered a second time starts no second task.
    clientToken: tokenOf(delivery),
  });
}

/** ECS writes these members with a small letter at the front. */
function networkOf({ target }: Delivery): unknown {
  const vpc = target.EcsParameters?.NetworkConfiguration?.awsvpcConfiguration;
  if (vpc === undefined) return undefined;
  return {
    awsvpcConfiguration: present({
      subnets: vpc.Subnets,
      securityGroups: vpc.SecurityGroups,
      assignPublicIp: vpc.AssignPublicIp,
    }),
  };
}

function overridesOf({ target, input }: Delivery): unknown {
  if (target.Input === undefined && target.InputTransformer === undefined && target.InputPath === undefined) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** 64 characters at most. */
function tokenOf({ event, lane }: Delivery): string {
  return createHash('sha256').update(`${event.id} ${lane}`).digest('hex').slice(0, 40);
}

function present(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
