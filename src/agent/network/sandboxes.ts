import type { Clock } from '../../kernel/clock.ts';
import { withDeadline } from '../../kernel/deadline.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import { SharedRun } from '../../kernel/shared-run.ts';
import { type Backend, BackendError, type Sandbox, type SandboxRequest } from '../backends/backend.ts';
import { Addresses } from './addresses.ts';
import type { NetworkRanges } from '../model/task-record.ts';
import { type Cidr, contains } from './cidr.ts';
import { type Place, rangeAt, rangesAt } from './place.ts';
import { isPlain, plain, type SandboxExtras } from './sandbox-extras.ts';
import type { VpcNetworks } from './vpc-networks.ts';
import { WarmPool } from './warm-pool.ts';

export interface SandboxesParts {
  readonly backend: Backend;
  readonly networks: VpcNetworks;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** At most this many stand ready per subnet; 0 turns the pool off. */
  readonly mostWarm: number;
}

/** A subnet has as many tasks as it has addresses. */
export class SubnetFull extends BackendError {}

/** As long as the reference agent lets the engine take for a container, in milliseconds. */
const longest = 4 * 60_000;
const mostAttempts = 5;

/**
 * The sandboxes of tasks, each with an address of its subnet. What this run made is known here from
 * before it exists until it is removed; anything else on the engine is of an earlier run or of a call
 * that failed halfway, and goes unless a task claims it.
 */
export class Sandboxes implements Disposable {
  readonly #parts: SandboxesParts;
  readonly #addresses = new Addresses();
  readonly #pool: WarmPool;
  /** Names of those that are being made. */
  readonly #making = new Set<string>();
  /** Addresses of those that there are; '' for one without a network. */
  readonly #held = new Map<string, string>();
  /** Tasks, by the sandbox that they have. */
  readonly #tasks = new Map<string, string>();
  /** Left by an earlier run, or by a removal that failed: kept only while a task's record claims them. */
  readonly #unowned = new Set<string>();
  readonly #releasing = new Map<string, Promise<void>>();
  readonly #leaving = new AbortController();
  readonly #tidying = new SharedRun(() => this.#tidy());
  #inheriting: Promise<void> | undefined;

  constructor(parts: SandboxesParts) {
    this.#parts = parts;
    const { clock, log, mostWarm } = parts;
    this.#pool = new WarmPool({
      clock,
      log,
      mostWarm,
      make: (place, signal) => this.#make(place, plain, signal),
      remove: (runtimeId, signal) => this.release(runtimeId, signal),
    });
  }

  /** A sandbox in the subnet for a task, which has it until it is released. */
  async take(
    taskArn: string,
    place: Place,
    extras: SandboxExtras,
    signal: AbortSignal,
  ): Promise<Sandbox & { readonly ranges: NetworkRanges }> {
    using _asking = this.#pool.ask();
    const ready = isPlain(extras) ? await this.#takeReady(place, signal) : undefined;
    const sandbox = ready ?? (await this.#make(place, extras, signal));
    this.#tasks.set(sandbox.runtimeId, taskArn);
    return { ...sandbox, ranges: rangesAt(place, await this.#parts.networks.at(place).ensure(signal)) };
  }

  /** One without a network, for the PID and IPC namespaces of a task in another network mode. */
  async takeBare(
    taskArn: string,
    extras: Pick<SandboxExtras, 'sharedMemory'>,
    signal: AbortSignal,
  ): Promise<Sandbox> {
    using _asking = this.#pool.ask();
    await this.#inherit(signal);
    const sandbox = await this.#create({ engineName: nameOf(this.#parts.ids), ...plain, ...extras }, signal);
    this.#tasks.set(sandbox.runtimeId, taskArn);
    return sandbox;
  }

  /** The sandbox that a task has, also when its record does not know of it yet. */
  heldBy(taskArn: string): string | undefined {
    for (const [runtimeId, arn] of this.#tasks) if (arn === taskArn) return runtimeId;
    return undefined;
  }

  /** Removes a sandbox and gives its address back. Safe to call twice, and at the same time. */
  release(runtimeId: string, signal: AbortSignal): Promise<void> {
    const under = this.#releasing.get(runtimeId);
    if (under !== undefined) return under;
    const releasing = this.#remove(runtimeId, signal).finally(() => this.#releasing.delete(runtimeId));
    this.#releasing.set(runtimeId, releasing);
    return releasing;
  }

  /** The engine says that a sandbox has ended or is gone. The task that is left without it, if any. */
  ended(runtimeId: string): string | undefined {
    if (this.#pool.strike(runtimeId)) this.#releaseUnasked(runtimeId);
    return this.#tasks.get(runtimeId);
  }

  /**
   * Compares with what the engine lists: what nobody has is removed. `claimantOf` names the task whose
   * record says that a sandbox of an earlier run is its own.
   */
  async adopt(
    listed: readonly Sandbox[],
    claimantOf: (runtimeId: string) => string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    this.#inheriting ??= Promise.resolve(this.#note(listed));
    await this.#inheriting;
    const rest = listed.filter((sandbox) => {
      const { runtimeId, engineName, running } = sandbox;
      if (this.#unowned.has(runtimeId)) return !this.#isClaimed(runtimeId, claimantOf);
      if (this.#pool.has(runtimeId)) return !running && this.#pool.strike(runtimeId);
      return !this.#held.has(runtimeId) && !this.#making.has(engineName);
    });
    const gone = [...this.#held.keys()].filter(
      (runtimeId) => !listed.some((sandbox) => sandbox.runtimeId === runtimeId),
    );
    // One that was made since the listing is missing from it too: only a look tells.
    for (const runtimeId of gone.filter((id) => this.#pool.has(id)))
      await this.#strikeIfDead(runtimeId, signal);
    await Promise.all(rest.map(({ runtimeId }) => this.release(runtimeId, signal)));
    await this.tidy();
  }

  /** Removes the networks of VPCs that are gone, and what stood ready there, where no task is left. */
  tidy(): Promise<void> {
    return this.#tidying.ask();
  }

  /** Removes what stands ready, so that only what tasks have is left. */
  async calm(signal: AbortSignal): Promise<void> {
    const ready = await this.#pool.empty();
    await Promise.all(ready.map(({ runtimeId }) => this.release(runtimeId, signal)));
  }

  /** Removes every sandbox that is there, ready or forgotten, and the networks. None may be in use. */
  async drain(signal: AbortSignal): Promise<void> {
    await this.#pool.close();
    const left = await this.#parts.backend.listSandboxes(signal);
    const results = await Promise.allSettled(left.map(({ runtimeId }) => this.release(runtimeId, signal)));
    results.push(...(await Promise.allSettled([this.#parts.networks.removeAll(signal)])));
    const problems = results.flatMap((each) => (each.status === 'rejected' ? [messageOf(each.reason)] : []));
    if (problems.length > 0) throw new Error(problems.join('; '));
  }

  [Symbol.dispose](): void {
    this.#leaving.abort(new Error('Longshore is leaving'));
    this.#pool[Symbol.dispose]();
  }

  /** One that stands ready and still runs: it may have died, or been removed, a moment ago. */
  async #takeReady(place: Place, signal: AbortSignal): Promise<Sandbox | undefined> {
    this.#pool.remember(place);
    for (let ready = this.#pool.take(place); ready !== undefined; ready = this.#pool.take(place)) {
      const { runtimeId } = ready;
      const seen = await this.#parts.backend.inspectContainer(runtimeId, signal).catch(() => undefined);
      if (seen?.status === 'running') return ready;
      this.#releaseUnasked(runtimeId);
    }
    return undefined;
  }

  async #tidy(): Promise<void> {
    const { networks, log } = this.#parts;
    const { signal } = this.#leaving;
    // Asked for while another run was under way, and by now there may be no store to ask.
    if (signal.aborted) return;
    for (const { vpcId, range } of networks.gone()) {
      try {
        const ready = this.#pool.forget(vpcId);
        await Promise.all(ready.map(({ runtimeId }) => this.release(runtimeId, signal)));
        if (range === undefined || !this.#isUsed(range)) await networks.remove(vpcId, signal);
      } catch (error) {
        // A stranger may be on it; the next comparison tries again.
        log.debug({ vpc: vpcId, problem: messageOf(error) }, 'the network of a VPC could not be removed yet');
      }
    }
  }

  async #strikeIfDead(runtimeId: string, signal: AbortSignal): Promise<void> {
    const seen = await this.#parts.backend.inspectContainer(runtimeId, signal);
    if (seen?.status !== 'running' && this.#pool.strike(runtimeId)) await this.release(runtimeId, signal);
  }

  async #make(place: Place, extras: SandboxExtras, signal: AbortSignal): Promise<Sandbox> {
    const { networks, ids } = this.#parts;
    await this.#inherit(signal);
    for (let attempt = 1; ; attempt += 1) {
      // Asked for each time: one that went with its VPC in between must be known again before it is made.
      const network = networks.at(place);
      const vpc = await network.ensure(signal);
      const address = this.#addresses.allocate(rangeAt(place, vpc));
      if (address === undefined) {
        throw new SubnetFull('ContainerNetworkingError', 'the subnet has no free addresses left');
      }
      try {
        const attachment = { network: network.name, address };
        return await this.#create({ engineName: nameOf(ids), attachment, ...extras }, signal);
      } catch (error) {
        // An address of somebody else's on our network stays marked; any other goes back.
        const occupied = /address already in use/i.test(messageOf(error));
        if (!occupied) this.#addresses.release(address);
        const isNetworkGone = /network .*not found/i.test(messageOf(error));
        if (isNetworkGone) await network.forget(vpc);
        if ((!occupied && !isNetworkGone) || attempt >= mostAttempts) throw error;
      }
    }
  }

  /** Known by its name while it is being made, by its id from then on: there is no moment between. */
  async #create(request: SandboxRequest, signal: AbortSignal): Promise<Sandbox> {
    const { backend, clock } = this.#parts;
    this.#making.add(request.engineName);
    try {
      const sandbox = await withDeadline(clock, longest, signal, (inner) =>
        backend.createSandbox(request, inner),
      );
      this.#held.set(sandbox.runtimeId, sandbox.address);
      return sandbox;
    } finally {
      this.#making.delete(request.engineName);
    }
  }

  async #remove(runtimeId: string, signal: AbortSignal): Promise<void> {
    this.#pool.strike(runtimeId);
    this.#tasks.delete(runtimeId);
    this.#unowned.add(runtimeId);
    await this.#parts.backend.removeContainer(runtimeId, signal);
    this.#unowned.delete(runtimeId);
    const address = this.#held.get(runtimeId);
    if (address !== undefined) this.#addresses.release(address);
    this.#held.delete(runtimeId);
  }

  /** Where nobody waits for it. What fails is tried again by the next comparison, for nobody has it then. */
  #releaseUnasked(runtimeId: string): void {
    const { log } = this.#parts;
    this.release(runtimeId, this.#leaving.signal).catch((error: unknown) =>
      log.debug({ problem: messageOf(error) }, 'a sandbox that ended could not be removed yet'),
    );
  }

  /** Before the first is made: addresses that tasks of an earlier run have must not be given out again. */
  #inherit(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const inheriting = (this.#inheriting ??= this.#list());
    inheriting.catch(() => {
      if (this.#inheriting === inheriting) this.#inheriting = undefined;
    });
    return inheriting;
  }

  /** Shared by all who wait for it, so no single one's signal may end it. */
  async #list(): Promise<void> {
    this.#note(await this.#parts.backend.listSandboxes(AbortSignal.timeout(longest)));
  }

  #note(listed: readonly Sandbox[]): void {
    for (const { runtimeId, address } of listed) {
      if (address !== '') this.#addresses.take(address);
      this.#held.set(runtimeId, address);
      this.#unowned.add(runtimeId);
    }
  }

  #isUsed(range: Cidr): boolean {
    return [...this.#held.values()].some((address) => contains(range, address));
  }

  #isClaimed(runtimeId: string, claimantOf: (runtimeId: string) => string | undefined): boolean {
    const taskArn = claimantOf(runtimeId);
    if (taskArn !== undefined) this.#tasks.set(runtimeId, taskArn);
    return taskArn !== undefined;
  }
}

const nameOf = (ids: Ids): string => `ecs-pause-${ids.hex(20)}`;
