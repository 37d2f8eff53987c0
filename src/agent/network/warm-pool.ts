import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sandbox } from '../backends/backend.ts';
import { type Place, placeKey } from './place.ts';

export interface WarmPoolParts {
  readonly clock: Clock;
  readonly log: Log;
  /** At most this many stand ready per subnet; 0 turns the pool off. */
  readonly mostWarm: number;
  readonly make: (place: Place, signal: AbortSignal) => Promise<Sandbox>;
  readonly remove: (runtimeId: string, signal: AbortSignal) => Promise<void>;
}

/** The pool is filled up when nobody has asked for a sandbox for this long: never beside a start. */
const quietMs = 400;
/** Sandboxes taken within this time say how many should stand ready. */
const memoryMs = 60_000;

/**
 * Sandboxes that stand ready: making one takes the engine several times as long as joining one. Sized by
 * use: as many as were taken in the last minute, and one for a subnet that was ever used.
 */
export class WarmPool implements Disposable {
  readonly #parts: WarmPoolParts;
  readonly #ready = new Map<string, Sandbox[]>();
  /** When the last ones were taken, by subnet. */
  readonly #taken = new Map<string, { readonly place: Place; readonly times: readonly number[] }>();
  readonly #leaving = new AbortController();
  #closed = false;
  #asking = 0;
  /** How often anybody has asked; tells work in the background that it is not quiet any more. */
  #asked = 0;
  #timer: Disposable | undefined;
  #tending: Promise<void> = Promise.resolve();

  constructor(parts: WarmPoolParts) {
    this.#parts = parts;
  }

  /** Until the result is disposed somebody is at work with the engine, and the pool keeps out of his way. */
  ask(): Disposable {
    this.#timer?.[Symbol.dispose]();
    this.#asking += 1;
    this.#asked += 1;
    return {
      [Symbol.dispose]: () => {
        this.#asking -= 1;
        if (this.#asking === 0) this.#tendAt(this.#parts.clock.now() + quietMs);
      },
    };
  }

  /** Somebody needs one in this subnet. */
  remember(place: Place): void {
    const { clock, mostWarm } = this.#parts;
    const key = placeKey(place);
    if (mostWarm > 0) this.#taken.set(key, { place, times: [...this.#recent(key), clock.now()] });
  }

  /** One that stands ready, which is the caller's then. */
  take(place: Place): Sandbox | undefined {
    return this.#ready.get(placeKey(place))?.shift();
  }

  /** Keeps none ready in a VPC that is gone; those that stood ready there are the caller's. */
  forget(vpcId: string): readonly Sandbox[] {
    const gone = [...this.#taken].filter(([, { place }]) => place.vpc?.id === vpcId);
    return gone.flatMap(([key]) => {
      const ready = this.#ready.get(key) ?? [];
      this.#ready.delete(key);
      this.#taken.delete(key);
      return ready;
    });
  }

  /** Keeps none ready until somebody asks again; those that stood ready are the caller's. */
  async empty(): Promise<readonly Sandbox[]> {
    this.#timer?.[Symbol.dispose]();
    this.#asked += 1;
    this.#taken.clear();
    const ready = [...this.#ready.values()].flat();
    this.#ready.clear();
    // One that was being made finds no place any more and is removed.
    await this.#tending;
    return ready;
  }

  has(runtimeId: string): boolean {
    return [...this.#ready.values()].some((list) => list.some((each) => each.runtimeId === runtimeId));
  }

  /** It is of no use any more; says whether it stood ready. */
  strike(runtimeId: string): boolean {
    for (const list of this.#ready.values()) {
      const index = list.findIndex((each) => each.runtimeId === runtimeId);
      if (index === -1) continue;
      list.splice(index, 1);
      if (this.#asking === 0) this.#tendAt(this.#parts.clock.now() + quietMs);
      return true;
    }
    return false;
  }

  /** Makes no more; resolves when the last one that was being made is there. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.[Symbol.dispose]();
    await this.#tending;
    this.#ready.clear();
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#timer?.[Symbol.dispose]();
    this.#leaving.abort(new Error('Longshore is leaving'));
  }

  #recent(key: string): readonly number[] {
    const since = this.#parts.clock.now() - memoryMs;
    return (this.#taken.get(key)?.times ?? []).filter((time) => time > since);
  }

  #tendAt(time: number): void {
    const { clock, log, mostWarm } = this.#parts;
    this.#timer?.[Symbol.dispose]();
    if (mostWarm === 0 || this.#closed) return;
    this.#timer = clock.schedule(time, () => {
      // One after the other: two at a time would both find the same one missing.
      this.#tending = this.#tending
        .then(() => this.#tend())
        .catch((error: unknown) => {
          if (!this.#leaving.signal.aborted)
            log.debug({ problem: messageOf(error) }, 'no sandbox could be made ready');
        });
    });
  }

  /** Makes what is missing and removes what is too many, as long as nobody asks. */
  async #tend(): Promise<void> {
    const { make, remove } = this.#parts;
    const { signal } = this.#leaving;
    const asked = this.#asked;
    const isQuiet = (): boolean => this.#asked === asked && this.#asking === 0 && !this.#closed;
    for (const [key, { place }] of this.#taken) {
      const ready = this.#ready.get(key) ?? [];
      this.#ready.set(key, ready);
      while (isQuiet() && ready.length < this.#wanted(key)) {
        const made = await make(place, signal);
        if (this.#ready.get(key) === ready) ready.push(made);
        else await remove(made.runtimeId, signal);
      }
      while (isQuiet() && ready.length > this.#wanted(key)) {
        const surplus = ready.pop();
        if (surplus !== undefined) await remove(surplus.runtimeId, signal);
      }
    }
    if (isQuiet()) this.#tendWhenLess();
  }

  #wanted(key: string): number {
    if (!this.#taken.has(key)) return 0;
    return Math.min(this.#parts.mostWarm, Math.max(1, this.#recent(key).length));
  }

  /** When the oldest use is out of mind, fewer may be wanted. */
  #tendWhenLess(): void {
    const oldest = [...this.#taken.keys()].flatMap((key) => this.#recent(key)[0] ?? []);
    const hasMany = [...this.#ready.values()].some((list) => list.length > 1);
    if (hasMany && oldest.length > 0) this.#tendAt(Math.min(...oldest) + memoryMs);
  }
}
