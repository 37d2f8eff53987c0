import { mkdir, readFile, stat } from 'node:fs/promises';
import { hostname, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../kernel/errors.ts';
import { Cgroupfs } from './cgroupfs.ts';
import { SystemdSlices } from './systemd-slices.ts';
import type { TaskCgroups } from './task-cgroups.ts';

/** What the engine says of the machine that it runs on, and how it is reached. */
export interface EngineMachine {
  readonly isLocalSocket: boolean;
  readonly rootless: boolean;
  readonly hostName: string;
  readonly kernelVersion: string;
  readonly memoryBytes: number;
  readonly cgroupVersion: 1 | 2 | undefined;
  readonly cgroupDriver: string | undefined;
  /** A container that runs now, whosever it is, if there is one. */
  readonly running: { readonly runtimeId: string; readonly pid: number } | undefined;
}

/** The machine that Longshore runs on; tests hand in their own. */
export interface OwnMachine {
  readonly isRoot: boolean;
  readonly hostName: string;
  readonly kernelVersion: string;
  readonly memoryBytes: number;
  readonly cgroupRoot: string;
  readonly procRoot: string;
  readonly systemdUnits: string;
}

export const ownMachine = (): OwnMachine => ({
  isRoot: process.geteuid?.() === 0,
  hostName: hostname(),
  kernelVersion: release(),
  memoryBytes: totalmem(),
  cgroupRoot: '/sys/fs/cgroup',
  procRoot: '/proc',
  systemdUnits: '/run/systemd/system',
});

export type FoundCgroups = TaskCgroups | { readonly unreachable: string };

/**
 * The control groups that an engine's containers run in, where Longshore can write them: as root on the
 * engine's own machine. Otherwise `unreachable` says why, for people.
 *
 * A local socket may still lead to a virtual machine (Docker Desktop), so name, kernel and memory must
 * be this machine's; and Longshore may run in a container itself, with groups of its own in that place,
 * so the group of a container that runs must be seen in it.
 */
export async function findCgroups(
  engine: EngineMachine,
  own: OwnMachine,
  installation: string,
): Promise<FoundCgroups> {
  const obstacle = obstacleOf(engine, own) ?? (await unseen(engine, own));
  if (obstacle !== undefined) return { unreachable: obstacle };
  if (engine.cgroupDriver === 'systemd') return new SystemdSlices({ units: own.systemdUnits, installation });
  if (engine.cgroupDriver !== 'cgroupfs' || engine.cgroupVersion === undefined)
    return { unreachable: 'the engine does not say how it makes control groups' };
  const { cgroupRoot: root } = own;
  const { cgroupVersion: version } = engine;
  const trees = version === 1 ? [join(root, 'cpu'), join(root, 'memory')] : [root];
  try {
    for (const tree of trees) await mkdir(join(tree, 'longshore', installation), { recursive: true });
  } catch (error) {
    return { unreachable: `control groups cannot be made (${messageOf(error)})` };
  }
  return new Cgroupfs({ root, version, installation });
}

/** Why Longshore has no power over the engine's machine, for people; `undefined` as root on that machine. */
export function obstacleOf(
  engine: Omit<EngineMachine, 'running' | 'cgroupVersion' | 'cgroupDriver'>,
  own: OwnMachine,
): string | undefined {
  if (!engine.isLocalSocket) return 'the engine is not reached by a local socket';
  if (engine.rootless) return 'the engine runs without root privileges';
  if (!own.isRoot) return 'Longshore does not run as root';
  const isHere =
    engine.hostName === own.hostName &&
    engine.kernelVersion === own.kernelVersion &&
    engine.memoryBytes === own.memoryBytes;
  return isHere ? undefined : 'the engine runs on another machine, or a virtual one';
}

async function unseen({ running }: EngineMachine, own: OwnMachine): Promise<string | undefined> {
  if (running === undefined) return undefined;
  const { runtimeId, pid } = running;
  const text = await readFile(join(own.procRoot, String(pid), 'cgroup'), 'utf8').catch(() => '');
  // `4:memory:/docker/ID` of version 1, `0::/docker/ID` of version 2.
  for (const line of text.split('\n')) {
    const [, controllers = '', path = ''] = line.split(':');
    if (!path.includes(runtimeId) || !['memory', ''].includes(controllers)) continue;
    const found = await stat(join(own.cgroupRoot, controllers, path)).catch(() => undefined);
    if (found?.isDirectory() === true) return undefined;
  }
  return 'the control groups of its containers cannot be seen from here';
}
