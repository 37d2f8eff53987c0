import { readFile } from 'node:fs/promises';

import type { EngineClient } from '../../../docker/client.ts';
import { obstacleOf, type OwnMachine, ownMachine } from '../../cgroups/find-cgroups.ts';
import type { NetworkNamespace } from '../backend.ts';

/**
 * Where the network namespace of a container, or of the machine itself, can be entered: as root on the engine's own
 * machine. A process of the same number must be the container's: Longshore may run in a container itself. One
 * that is proves by that where it runs, so the engine is asked about its machine (ten milliseconds) only to say
 * what is in the way.
 */
export async function findNamespace(
  engine: EngineClient,
  runtimeId: string | undefined,
  signal: AbortSignal,
  own: OwnMachine = ownMachine(),
): Promise<NetworkNamespace> {
  const pid =
    runtimeId === undefined ? 1 : (await engine.containers.inspect(runtimeId, { signal })).State.Pid;
  const path = `${own.procRoot}/${pid}/ns/net`;
  const isSeen = runtimeId !== undefined && (await isProcessOf(runtimeId, pid, own));
  if (isSeen && own.isRoot) return { kind: 'here', path };
  const info = await engine.system.engineInfo({ signal });
  const obstacle = obstacleOf({ ...info, isLocalSocket: engine.endpoint.kind === 'unix' }, own);
  if (obstacle !== undefined) return { kind: 'unreachable', why: obstacle };
  if (runtimeId === undefined) return { kind: 'here', path };
  if (pid === 0) return { kind: 'unreachable', why: 'the container that holds the network has ended' };
  return { kind: 'unreachable', why: 'the processes of its containers cannot be seen from here' };
}

async function isProcessOf(runtimeId: string, pid: number, { procRoot }: OwnMachine): Promise<boolean> {
  const groups = await readFile(`${procRoot}/${pid}/cgroup`, 'utf8').catch(() => '');
  return groups.includes(runtimeId);
}
