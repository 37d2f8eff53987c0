import { type Backend, BackendError, type NetworkRequest } from '../backends/backend.ts';
import { type Cidr, formatCidr, overlaps, parseCidr } from './cidr.ts';
import { dynamicRange, gatewayOf } from './vpc.ts';
import { defaultRanges, substitutesFor } from './vpc-ranges.ts';

/** The engine may take this long to make a network, in milliseconds. */
const longest = 60_000;

export interface VpcNetworkParts {
  readonly backend: Pick<Backend, 'ensureNetwork' | 'removeNetwork'>;
  readonly name: string;
  /** The VPC's own range; absent: it is the default VPC, which has whichever is free. */
  readonly own?: Cidr;
  /** What the machine uses already; asked when a range is to be chosen. */
  readonly usedRanges: () => readonly Cidr[];
  /** The range of an earlier run, tried first or after its own: addresses in records should go on answering. */
  readonly remembered: string | undefined;
  readonly remember: (range: string) => void;
}

/** The engine's network that stands for a VPC: made on first use, gone when VPC or Longshore go. */
export class VpcNetwork {
  readonly name: string;
  readonly #parts: VpcNetworkParts;
  #range: Promise<Cidr> | undefined;
  #lastRange: string | undefined;

  constructor(parts: VpcNetworkParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.#lastRange = parts.remembered;
  }

  /** The VPC's range; the network is there when this resolves. */
  async ensure(signal: AbortSignal): Promise<Cidr> {
    signal.throwIfAborted();
    const making = (this.#range ??= this.#make());
    making.catch(() => {
      if (this.#range === making) this.#range = undefined;
    });
    return making;
  }

  /**
   * Somebody has removed it: made anew on the next use. `range` is the answer of `ensure` that proved
   * wrong; one that was given since is left alone.
   */
  async forget(range: Cidr): Promise<void> {
    const making = this.#range;
    if (making === undefined || (await making.catch(() => undefined)) !== range) return;
    if (this.#range === making) this.#range = undefined;
  }

  async remove(signal: AbortSignal): Promise<void> {
    await this.#range?.catch(() => {});
    this.#range = undefined;
    await this.#parts.backend.removeNetwork(this.name, signal);
  }

  /** Shared by all who wait for it, so no single one's signal may end it. */
  async #make(): Promise<Cidr> {
    const { backend, remember, usedRanges } = this.#parts;
    const signal = AbortSignal.timeout(longest);
    const used = usedRanges();
    const seen = new Set<string>();
    // Its own network may be there still, and its range is then one of those in use: the engine answers
    // with that, whichever is asked for.
    for (const wanted of this.#candidates()) {
      if (seen.has(formatCidr(wanted)) || used.some((other) => overlaps(wanted, other))) continue;
      seen.add(formatCidr(wanted));
      const made = await backend.ensureNetwork(requestOf(this.name, wanted), signal);
      const range = made === undefined ? undefined : parseCidr(made);
      if (range === undefined) continue;
      const chosen = formatCidr(range);
      if (chosen !== this.#lastRange) remember(chosen);
      this.#lastRange = chosen;
      return range;
    }
    throw new BackendError('ContainerNetworkingError', this.#nothingFree());
  }

  *#candidates(): Generator<Cidr> {
    const { own } = this.#parts;
    const last = this.#lastRange === undefined ? undefined : parseCidr(this.#lastRange);
    if (own !== undefined) yield own;
    if (last !== undefined) yield last;
    if (own !== undefined) yield* substitutesFor(own);
    else yield* defaultRanges.flatMap((text) => parseCidr(text) ?? []);
  }

  #nothingFree(): string {
    const { own } = this.#parts;
    return own === undefined
      ? `this machine uses every range that a VPC could have: ${defaultRanges.join(', ')}`
      : `this machine uses ${formatCidr(own)}, and every range that could stand in for it`;
  }
}

const requestOf = (name: string, range: Cidr): NetworkRequest => ({
  name,
  range: formatCidr(range),
  gateway: gatewayOf(range),
  dynamicRange: formatCidr(dynamicRange(range)),
});
