import type { ContainerStats } from '../../../docker/stats-types.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { withDeadline } from '../../../kernel/deadline.ts';
import type { TaskRecord } from '../../model/task-record.ts';
import { engineIdOf, isFargate } from '../documents/identity.ts';
import { containersOf, type KnownContainer } from '../task-directory.ts';
import { type NetworkRate, networkRate } from './network-rate.ts';
import type { StatsSource } from './stats-source.ts';
import { type Samples, StatsStream } from './stats-stream.ts';

/** v4 tells the rates too. */
export type StatsDocument = ContainerStats & { readonly network_rate_stats?: NetworkRate };

/** How long the first question may wait for the first sample. The engine takes one each second. */
const longestWaitMs = 2500;

/** Stats of containers, from streams that are opened by the first question and closed when none is asked. */
export class TaskStats implements Disposable {
  readonly #source: StatsSource;
  readonly #clock: Clock;
  readonly #streams = new Map<string, StatsStream>();

  constructor(source: StatsSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** How many streams are open. */
  get open(): number {
    return this.#streams.size;
  }

  /** `undefined` of a container that does not run, and while there is no sample. */
  async container(
    { task, state }: KnownContainer,
    withRates: boolean,
    signal: AbortSignal,
  ): Promise<StatsDocument | undefined> {
    if (state.runtimeId === undefined || state.known !== 'RUNNING') return undefined;
    const { sandboxId } = task;
    const sharesNetwork = task.networkInterface !== undefined && sandboxId !== undefined;
    const [own, shared] = await Promise.all([
      this.#ask(state.runtimeId, signal),
      sharesNetwork ? this.#ask(sandboxId, signal) : undefined,
    ]);
    if (own === undefined) return undefined;
    return statsDocument(own, sharesNetwork ? shared : own, withRates);
  }

  /** By DockerId, of all containers that have been made; null for one without stats. */
  async task(
    task: TaskRecord,
    withRates: boolean,
    signal: AbortSignal,
  ): Promise<Record<string, StatsDocument | null>> {
    const made = containersOf(task).filter(({ state }) => state.runtimeId !== undefined);
    const entries = made.map(
      async (known) => [engineIdOf(known), (await this.container(known, withRates, signal)) ?? null] as const,
    );
    return Object.fromEntries([
      ...(await Promise.all(entries)),
      ...(await this.#pause(task, withRates, signal)),
    ]);
  }

  [Symbol.dispose](): void {
    for (const stream of this.#streams.values()) stream[Symbol.dispose]();
    this.#streams.clear();
  }

  async #pause(
    task: TaskRecord,
    withRates: boolean,
    signal: AbortSignal,
  ): Promise<(readonly [string, StatsDocument | null])[]> {
    const { sandboxId, networkInterface } = task;
    if (isFargate(task) || sandboxId === undefined || networkInterface === undefined) return [];
    const samples = task.sandboxEnded === true ? undefined : await this.#ask(sandboxId, signal);
    return [[sandboxId, samples === undefined ? null : statsDocument(samples, samples, withRates)]];
  }

  async #ask(runtimeId: string, signal: AbortSignal): Promise<Samples | undefined> {
    const stream = this.#streams.get(runtimeId) ?? this.#openStream(runtimeId);
    return withDeadline(this.#clock, longestWaitMs, signal, (inner) => stream.ask(inner));
  }

  #openStream(runtimeId: string): StatsStream {
    const stream = new StatsStream({
      source: this.#source,
      clock: this.#clock,
      runtimeId,
      onEnd: () => {
        if (this.#streams.get(runtimeId) === stream) this.#streams.delete(runtimeId);
      },
    });
    this.#streams.set(runtimeId, stream);
    return stream;
  }
}

/** The engine has no network numbers of a container in another one's namespace: they are `network`'s. */
function statsDocument(own: Samples, network: Samples | undefined, withRates: boolean): StatsDocument {
  const rates = withRates && network !== undefined ? networkRate(network.before, network.last) : undefined;
  return {
    ...own.last,
    ...(network?.last.networks !== undefined && { networks: network.last.networks }),
    ...(rates !== undefined && { network_rate_stats: rates }),
  };
}
