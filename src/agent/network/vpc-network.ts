import { type Backend, BackendError, type NetworkRequest } from '../backends/backend.ts';
import { type Cidr, formatCidr, overlaps, parseCidr } from './cidr.ts';
import { dynamicRange, gatewayOf } from './vpc.ts';

/** AWS's own range for a default VPC first; the next ones where this machine uses that. */
const candidates = [
  ...[31, 30, 29, 28, 27, 26, 25, 24].map((second) => `172.${second}.0.0/16`),
  ...[213, 214, 215, 216].map((second) => `10.${second}.0.0/16`),
  // Kept for benchmarks and routed nowhere (RFC 2544): free even where a VPN takes every private range.
  '198.18.0.0/16',
  '198.19.0.0/16',
];

/** The engine may take this long to make a network, in milliseconds. */
const longest = 60_000;

export interface VpcNetworkParts {
  readonly backend: Pick<Backend, 'ensureNetwork' | 'removeNetwork'>;
  readonly name: string;
  /** What the machine uses already; asked when a range is to be chosen. */
  readonly usedRanges: () => readonly Cidr[];
  /** The range of an earlier run, tried first: addresses in records should go on answering. */
  readonly remembered: string | undefined;
  readonly remember: (range: string) => void;
}

/** The engine's network that stands for the VPC: made on first use, gone when Longshore goes. */
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
    const wished = new Set([...(this.#lastRange === undefined ? [] : [this.#lastRange]), ...candidates]);
    const free = [...wished].flatMap((text) => {
      const range = parseCidr(text);
      return range === undefined || used.some((other) => overlaps(range, other)) ? [] : [range];
    });
    // Its own network may be there still, and its range is then one of those in use: the engine answers
    // with that, whichever is asked for.
    for (const wanted of free) {
      const made = await backend.ensureNetwork(requestOf(this.name, wanted), signal);
      const range = made === undefined ? undefined : parseCidr(made);
      if (range === undefined) continue;
      const chosen = formatCidr(range);
      if (chosen !== this.#lastRange) remember(chosen);
      this.#lastRange = chosen;
      return range;
    }
    throw new BackendError(
      'ContainerNetworkingError',
      `this machine uses every range that a VPC could have: ${candidates.join(', ')}`,
    );
  }
}

const requestOf = (name: string, range: Cidr): NetworkRequest => ({
  name,
  range: formatCidr(range),
  gateway: gatewayOf(range),
  dynamicRange: formatCidr(dynamicRange(range)),
});
