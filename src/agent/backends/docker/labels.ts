import type { ContainerOwner } from '../backend.ts';

/**
 * Labels by which Longshore knows its own again: what carries another installation's id, or none, is
 * never touched. (The `com.amazonaws.ecs.*` labels of the reference agent come with the plan.)
 */
export const installationLabel = 'longshore.installation';
export const taskLabel = 'longshore.task';
export const containerLabel = 'longshore.container';
export const sandboxLabel = 'longshore.sandbox';

/** The port ranges that a container publishes; see `port-ranges.ts`. */
export const rangesLabel = 'longshore.port-ranges';

export function ownerLabels(installation: string, owner: ContainerOwner): Record<string, string> {
  return { [installationLabel]: installation, [taskLabel]: owner.taskArn };
}

export const madeBy = (installation: string): Record<string, readonly string[]> => ({
  label: [`${installationLabel}=${installation}`],
});

/**
 * Labels stand beside `exitCode` among the attributes of an engine's events, and a label of that name
 * takes its place. This one says so: such a container's end is told by a look.
 */
export const exitCodeHiddenLabel = 'longshore.exit-code-hidden';

export const hidesExitCode = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  'exitCode' in labels ? { [exitCodeHiddenLabel]: 'true' } : {};
