import type { ContainerOwner } from '../backend.ts';

/**
 * Labels by which Longshore knows its own again: what carries another installation's id, or none, is
 * never touched. (The `com.amazonaws.ecs.*` labels of the reference agent come with the plan.)
 */
export const installationLabel = 'longshore.installation';
export const taskLabel = 'longshore.task';
export const containerLabel = 'longshore.container';
export const sandboxLabel = 'longshore.sandbox';
/** On a volume: the id of the file system for which it stands, or of which it shows a directory. */
export const fileSystemLabel = 'longshore.file-system';
/** On a volume: the id of the EBS snapshot whose copy it has begun as. */
export const snapshotLabel = 'longshore.ebs-snapshot';
/** On a volume: it has the configuration and the socket of a log router, whose name this is. */
export const firelensLabel = 'longshore.firelens';
/** On a container that only holds a volume open for a moment: the engine's name of the task's volume. */
export const openerLabel = 'longshore.opens';
/** On the network of the link-local address, and on the container that leads it to us. */
export const linkLocalLabel = 'longshore.link-local';

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

/** Whether a container of ours is no task's container. */
export const isHelper = (labels: Readonly<Record<string, string>> | null | undefined): boolean =>
  [sandboxLabel, openerLabel, linkLocalLabel].some((label) => labels?.[label] !== undefined);
