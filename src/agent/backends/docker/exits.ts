import type { EngineEvent } from '../../../docker/events.ts';
import type { ContainerSnapshot } from '../backend.ts';
import { containerLabel, exitCodeHiddenLabel, taskLabel } from './labels.ts';

const killed = 137;

/**
 * A container's end, told by its `die` event alone. The engine sends it at once and then holds the
 * container, so that it cannot be looked at, while it takes down its network: a quarter of a second
 * that nobody who waits for the task should have to wait.
 *
 * `undefined` when the event does not say enough: an engine that leaves the exit code out, a label that
 * hides it, or a kill of which only a look tells whether it was for want of memory.
 */
export function endOf(event: EngineEvent): ContainerSnapshot | undefined {
  const { attributes } = event;
  const told = attributes['exitCode'] ?? '';
  const exitCode = Number(told);
  if (event.action !== 'die' || !/^\d+$/.test(told) || exitCode === killed) return undefined;
  if (exitCodeHiddenLabel in attributes) return undefined;
  const finishedAt = Number(event.timeNano / 1_000_000n);
  return {
    runtimeId: event.id,
    engineName: attributes['name'] ?? '',
    taskArn: attributes[taskLabel] ?? '',
    container: attributes[containerLabel] ?? '',
    status: 'exited',
    exitCode,
    outOfMemory: false,
    bindings: [],
    createdAt: finishedAt,
    finishedAt,
  };
}

/**
 * Containers that have ended and whose ports the engine has not given back yet. Whoever is refused a
 * port may wait for these and ask once more.
 */
export class Exits {
  readonly #settling = new Set<Promise<unknown>>();

  add(settled: Promise<unknown>): void {
    this.#settling.add(settled);
    const forget = (): void => void this.#settling.delete(settled);
    settled.then(forget, forget);
  }

  /** Resolves with whether there was anything to wait for. */
  async settled(): Promise<boolean> {
    if (this.#settling.size === 0) return false;
    await Promise.allSettled(this.#settling);
    return true;
  }
}
