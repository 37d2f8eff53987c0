import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import { type Backend, BackendError, type Sandbox, type SandboxRequest } from '../backends/backend.ts';
import { Addresses } from './addresses.ts';
import { subnetRange } from './vpc.ts';
import type { VpcNetwork } from './vpc-network.ts';

export interface SandboxesParts {
  readonly backend: Backend;
  readonly network: VpcNetwork;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** At most this many stand ready per subnet; 0 turns the pool off. */
  readonly mostWarm: number;
}

/** What sets a task's sandbox apart from any other; without these it may be one that stands ready. */
export type SandboxExtras = Pick<SandboxRequest, 'ports' | 'sysctls'>;

/** The pool is filled up when nobody has asked for a sandbox for this long: never beside a start. */
const quietMs = 400;
/** Sandboxes taken within this time say how many should stand ready. */
const memoryMs = 60_000;
const mostAttempts = 5;

/**
 * Sandboxes for awsvpc tasks, and a pool of some that stand ready: making one takes the engine several
 * times as long as joining one. The pool is sized by use: as many as were taken in the last minute.
 */
export class Sandboxes implements Disposable {
  readonly #parts: SandboxesParts;
  readonly #addresses = new Addresses();
  /** Addresses by the sandbox that has them. */
  readonly #held = new Map<string, string>();
  /** Ready ones by subnet. */
  readonly #ready = new Map<number, Sandbox[]>();
  readonly #taken = new Map<number, number[]>();
  readonly #leaving = new AbortController();
  #busy = 0;
  #timer: Disposable | undefined;
  #filling: Promise<void> = Promise.resolve();

  constructor(parts: SandboxesParts) {
    this.#parts = parts;
  }

  /** Takes over what an earlier run left: claimed ones keep their addresses, the rest are removed. */
  async adopt(isClaimed: (sandbox: Sandbox) => boolean, signal: AbortSignal): Promise<void> {
    const pooled = new Set([...this.#ready.values()].flat().map((sandbox) => sandbox.runtimeId));
    const listed = await this.#parts.backend.listSandboxes(signal);
    for (const sandbox of listed) {
      this.#addresses.take(sandbox.address);
      this.#held.set(sandbox.runtimeId, sandbox.address);
      if (pooled.has(sandbox.runtimeId) || isClaimed(sandbox) || this.#busy > 0) continue;
      await this.release(sandbox.runtimeId, signal);
    }
  }

  async take(subnet: number, extras: SandboxExtras, signal: AbortSignal): Promise<Sandbox> {
    const { clock, mostWarm } = this.#parts;
    this.#timer?.[Symbol.dispose]();
    this.#busy += 1;
    try {
      const plain = extras.ports.length === 0 && Object.keys(extras.sysctls).length === 0;
      if (plain && mostWarm > 0) this.#remember(subnet, clock.now());
      const ready = plain ? this.#ready.get(subnet)?.shift() : undefined;
      return ready ?? (await this.#make(subnet, extras, signal));
    } finally {
      this.#busy -= 1;
      if (this.#busy === 0) this.#fillSoon();
    }
  }

  /** One without a network, for the PID and IPC namespaces of a task in another network mode. */
  takeBare(signal: AbortSignal): Promise<Sandbox> {
    const { backend, ids } = this.#parts;
    return backend.createSandbox({ engineName: nameOf(ids), ports: [], sysctls: {} }, signal);
  }

  /** Removes a sandbox and gives its address back. Safe to call twice. */
  async release(runtimeId: string, signal: AbortSignal): Promise<void> {
    await this.#parts.backend.removeContainer(runtimeId, signal);
    const address = this.#held.get(runtimeId);
    if (address !== undefined) this.#addresses.release(address);
    this.#held.delete(runtimeId);
  }

  /** Removes every sandbox that is there, ready or forgotten, and the network. None may be in use. */
  async drain(signal: AbortSignal): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    this.#leaving.abort(new Error('Longshore is leaving'));
    await this.#filling;
    this.#ready.clear();
    const left = await this.#parts.backend.listSandboxes(signal);
    await Promise.all(left.map((sandbox) => this.release(sandbox.runtimeId, signal)));
    await this.#parts.network.remove(signal);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#leaving.abort(new Error('Longshore is leaving'));
  }

  async #make(subnet: number, extras: SandboxExtras, signal: AbortSignal): Promise<Sandbox> {
    const { backend, network, ids } = this.#parts;
    for (let attempt = 1; ; attempt += 1) {
      const range = subnetRange(await network.ensure(signal), subnet);
      const address = this.#addresses.allocate(range);
      if (address === undefined) {
        throw new BackendError('ContainerNetworkingError', 'the subnet has no free addresses left');
      }
      try {
        const attachment = { network: network.name, address };
        const request = { engineName: nameOf(ids), attachment, ...extras };
        const sandbox = await backend.createSandbox(request, signal);
        this.#held.set(sandbox.runtimeId, sandbox.address);
        return sandbox;
      } catch (error) {
        // An address of somebody else's on our network stays marked; any other goes back.
        const occupied = /address already in use/i.test(messageOf(error));
        if (!occupied) this.#addresses.release(address);
        const isNetworkGone = /network .*not found/i.test(messageOf(error));
        if (isNetworkGone) network.forget();
        if ((!occupied && !isNetworkGone) || attempt >= mostAttempts) throw error;
      }
    }
  }

  #remember(subnet: number, now: number): void {
    const recent = (this.#taken.get(subnet) ?? []).filter((time) => time > now - memoryMs);
    this.#taken.set(subnet, [...recent, now]);
  }

  #fillSoon(): void {
    const { clock, log, mostWarm } = this.#parts;
    if (mostWarm === 0 || this.#leaving.signal.aborted) return;
    this.#timer?.[Symbol.dispose]();
    this.#timer = clock.schedule(clock.now() + quietMs, () => {
      this.#filling = this.#fill().catch((error: unknown) => {
        if (!this.#leaving.signal.aborted)
          log.debug({ problem: messageOf(error) }, 'no sandbox could be made ready');
      });
    });
  }

  /** One after the other, and only while nobody asks for one. */
  async #fill(): Promise<void> {
    const { mostWarm } = this.#parts;
    for (const [subnet, taken] of this.#taken) {
      const wanted = Math.min(mostWarm, taken.length);
      const ready = this.#ready.get(subnet) ?? [];
      this.#ready.set(subnet, ready);
      while (ready.length < wanted && this.#busy === 0 && !this.#leaving.signal.aborted) {
        ready.push(await this.#make(subnet, { ports: [], sysctls: {} }, this.#leaving.signal));
      }
    }
  }
}

const nameOf = (ids: Ids): string => `ecs-pause-${ids.hex(20)}`;
