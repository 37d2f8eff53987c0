import type { EngineClient } from '../../../docker/client.ts';
import type { EngineEvent } from '../../../docker/events.ts';
import { backoff } from '../../../kernel/backoff.ts';
import { Channel } from '../../../kernel/channel.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { BackendEvent, ContainerSnapshot } from '../backend.ts';
import { type Exits, endOf } from './exits.ts';
import { containerLabel, madeBy, taskLabel } from './labels.ts';

export interface EventParts {
  readonly engine: EngineClient;
  readonly clock: Clock;
  readonly installation: string;
  readonly exits: Exits;
  readonly inspect: (runtimeId: string, signal: AbortSignal) => Promise<ContainerSnapshot | undefined>;
}

/** Only these change what the agent knows; health-check processes alone make three others a run. */
const actions = ['start', 'die', 'oom', 'health_status', 'destroy'];

const firstWaitMs = 100;
const longestWaitMs = 5000;

/**
 * Follows the engine's events and looks at each container that one of them names. Connects again by
 * itself, and says `connected` each time, because what happened in between was missed.
 */
export async function* followEvents(parts: EventParts, signal: AbortSignal): AsyncGenerator<BackendEvent> {
  const events = new Channel<BackendEvent>(1000);
  const stop = (): void => events.close();
  signal.addEventListener('abort', stop, { once: true });
  const following = keepFollowing(parts, events, signal).finally(stop);
  try {
    yield* events;
  } finally {
    signal.removeEventListener('abort', stop);
    await following;
  }
}

async function keepFollowing(
  parts: EventParts,
  events: Channel<BackendEvent>,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      const filters = { type: ['container'], event: actions, ...madeBy(parts.installation) };
      using stream = await parts.engine.openEvents({ filters, signal });
      failures = 1;
      await events.send({ kind: 'connected' });
      const looks = new Looks(parts, events, signal);
      for await (const event of stream) looks.hear(event);
      throw new Error('the engine closed the stream of events');
    } catch (error) {
      if (signal.aborted) return;
      if (failures === 1) await events.send({ kind: 'disconnected', problem: messageOf(error) });
      await parts.clock.sleep(backoff(failures, firstWaitMs, longestWaitMs), signal).catch(() => {});
    }
  }
}

/** One look at a container at a time; hints that come meanwhile lead to one more. */
class Looks {
  readonly #parts: EventParts;
  readonly #events: Channel<BackendEvent>;
  readonly #signal: AbortSignal;
  readonly #looking = new Map<string, { again: boolean }>();
  /** Containers that ran out of memory: only a look tells what that means for their end. */
  readonly #starved = new Set<string>();

  constructor(parts: EventParts, events: Channel<BackendEvent>, signal: AbortSignal) {
    this.#parts = parts;
    this.#events = events;
    this.#signal = signal;
  }

  hear(event: EngineEvent): void {
    if (event.action === 'destroy') {
      const taskArn = event.attributes[taskLabel] ?? '';
      const container = event.attributes[containerLabel] ?? '';
      this.#events.post({ kind: 'removed', runtimeId: event.id, taskArn, container });
      return;
    }
    if (event.action === 'oom') this.#starved.add(event.id);
    const end = event.action === 'die' && this.#starved.delete(event.id) ? undefined : endOf(event);
    if (end !== undefined) this.#events.post({ kind: 'changed', snapshot: end });
    const look = this.#looking.get(event.id);
    if (look !== undefined) look.again = true;
    else if (event.action === 'die') this.#parts.exits.add(this.#look(event.id));
    else void this.#look(event.id);
  }

  async #look(runtimeId: string): Promise<void> {
    const look = { again: true };
    this.#looking.set(runtimeId, look);
    try {
      while (look.again) {
        look.again = false;
        const snapshot = await this.#parts.inspect(runtimeId, this.#signal);
        if (snapshot !== undefined) this.#events.post({ kind: 'changed', snapshot });
      }
    } catch {
      // A failed look concludes nothing: the stream breaks with the engine, and then all is listed anew.
    } finally {
      this.#looking.delete(runtimeId);
    }
  }
}
