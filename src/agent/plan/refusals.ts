import type { ContainerDefinition, TaskDefinition, TaskOverride } from '../../aws/contract/ecs.types.gen.ts';

/**
 * What the engine of this version cannot carry out, as sentences that name the member. RunTask refuses
 * such a task: nothing that a task definition says is accepted and then ignored.
 */
export function refusals(definition: TaskDefinition, overrides?: TaskOverride): string[] {
  const containers = definition.containerDefinitions ?? [];
  return [
    ...(given(definition.proxyConfiguration) ? [unsupported('proxyConfiguration')] : []),
    ...(given(definition.inferenceAccelerators) ? [unsupported('inferenceAccelerators')] : []),
    ...(definition.runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') === true
      ? [unsupported('runtimePlatform.operatingSystemFamily of Windows')]
      : []),
    ...containers.flatMap(containerRefusals),
    ...(overrides?.containerOverrides ?? [])
      .filter(needsAccelerator)
      .map(({ name }) => inContainer(name, 'resourceRequirements of type InferenceAccelerator')),
    ...(given(overrides?.inferenceAcceleratorOverrides)
      ? [unsupported('overrides.inferenceAcceleratorOverrides')]
      : []),
  ];
}

function containerRefusals(container: ContainerDefinition): string[] {
  const log = container.logConfiguration;
  const isAwslogs = log?.logDriver === 'awslogs';
  const isStreamNamed = ['awslogs-stream-prefix', 'awslogs-stream'].some((option) =>
    given(log?.options?.[option]),
  );
  const refused: Record<string, boolean> = {
    'resourceRequirements of type InferenceAccelerator': needsAccelerator(container),
    credentialSpecs: given(container.credentialSpecs),
    'logConfiguration.secretOptions of the driver awslogs': isAwslogs && given(log.secretOptions),
    'logConfiguration.options awslogs-endpoint': isAwslogs && given(log.options?.['awslogs-endpoint']),
    // It would name the stream after a template of Go, where nothing else names it.
    'logConfiguration.options tag': isAwslogs && given(log.options?.['tag']) && !isStreamNamed,
    'dockerSecurityOptions credentialspec': (container.dockerSecurityOptions ?? []).some((option) =>
      option.startsWith('credentialspec'),
    ),
  };
  return Object.entries(refused).flatMap(([member, isUsed]) =>
    isUsed ? [inContainer(container.name, member)] : [],
  );
}

function needsAccelerator({
  resourceRequirements,
}: Pick<ContainerDefinition, 'resourceRequirements'>): boolean {
  return (resourceRequirements ?? []).some(({ type }) => type !== 'GPU');
}

/** An empty list asks for nothing. */
const given = (value: unknown): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);

const inContainer = (name: string | undefined, member: string): string =>
  unsupported(`${member} of container ${name ?? ''}`);

const unsupported = (what: string): string => `This version of Longshore cannot run a task with ${what}.`;
