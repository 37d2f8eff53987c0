import type { Compatibility } from '../../../../aws/contract/ecs.types.gen.ts';
import {
  firstProblem,
  firstUsed,
  isWindows,
  type MemberUse,
  networkModeOf,
  type Registration,
} from './rule.ts';
import { fargateRules } from './rules/fargate.ts';

/** Where a task definition can run, and why not elsewhere. */

/** Externals have no ENI to give, and only what the agent supports there (its external-unsupported list). */
function externalProblem(definition: Registration): string | undefined {
  if (networkModeOf(definition) === 'awsvpc')
    return 'External compatible task definitions do not support network mode awsvpc.'; // (I)
  return unsupportedText('External', [
    ['proxyConfiguration', definition.proxyConfiguration !== undefined],
    ['inferenceAccelerators', (definition.inferenceAccelerators ?? []).length > 0],
    ['enableFaultInjection', definition.enableFaultInjection === true],
    ['configuredAtLaunch', (definition.volumes ?? []).some((volume) => volume.configuredAtLaunch === true)],
  ]);
}

/** Managed instances run Linux tasks that own their network interface or share the host's. */
function managedInstancesProblem(definition: Registration): string | undefined {
  const mode = networkModeOf(definition);
  if (mode !== 'awsvpc' && mode !== 'host')
    return 'Managed Instances compatible task definitions only support network modes awsvpc and host.'; // (I)
  return unsupportedText('Managed Instances', [
    ['Windows', isWindows(definition)],
    ['proxyConfiguration', definition.proxyConfiguration !== undefined],
    ['inferenceAccelerators', (definition.inferenceAccelerators ?? []).length > 0],
    [
      'dockerVolumeConfiguration',
      (definition.volumes ?? []).some((volume) => volume.dockerVolumeConfiguration !== undefined),
    ],
  ]);
}

const problems: Readonly<Record<Compatibility, (definition: Registration) => string | undefined>> = {
  EXTERNAL: externalProblem,
  // EC2 takes all; the required attributes keep a task off instances that cannot run it.
  EC2: () => undefined,
  FARGATE: (definition) => firstProblem(fargateRules, definition),
  MANAGED_INSTANCES: managedInstancesProblem,
};

/** In the order in which AWS mostly tells them; clients must not rely on it. */
const compatibilityOrder = ['EXTERNAL', 'EC2', 'FARGATE', 'MANAGED_INSTANCES'] as const;

export function compatibilitiesOf(definition: Registration): Compatibility[] {
  return compatibilityOrder.filter((compatibility) => problems[compatibility](definition) === undefined);
}

/** AWS refuses a definition that cannot run where it must, rather than trim the list. */
export function compatibilityProblem(definition: Registration): string | undefined {
  const required = definition.requiresCompatibilities ?? [];
  for (const compatibility of required) {
    const problem = problems[compatibility](definition);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function unsupportedText(where: string, members: readonly MemberUse[]): string | undefined {
  const member = firstUsed(members);
  return member === undefined ? undefined : `${where} compatible task definitions do not support ${member}`; // (I)
}
