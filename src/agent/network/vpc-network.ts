import { type Backend, BackendError } from '../backends/backend.ts';
import { type Cidr, formatCidr, overlaps, parseCidr } from './cidr.ts';

/** AWS's own range for a default VPC first; the next ones where this machine uses that. */
const candidates = [31, 30, 29, 28, 27, 26, 25, 24].map((second) => `172.${second}.0.0/16`);
const lastResorts = [213, 214, 215, 216].map((second) => `10.${second}.0.0/16`);

export interface VpcNetworkParts {
  readonly backend: Backend;
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

  constructor(parts: VpcNetworkParts) {
    this.#parts = parts;
    this.name = parts.name;
  }

  /** The VPC's range; the network is there when this resolves. */
  async ensure(signal: AbortSignal): Promise<Cidr> {
    const making = (this.#range ??= this.#make());
    making.catch(() => {
      if (this.#range === making) this.#range = undefined;
    });
    signal.throwIfAborted();
    return making;
  }

  /** Somebody has removed it: made anew on the next use. */
  forget(): void {
    this.#range = undefined;
  }

  async remove(signal: AbortSignal): Promise<void> {
    this.#range = undefined;
    await this.#parts.backend.removeNetwork(this.name, signal);
  }

  /** Shared by all who wait for it, so no single one's signal may end it. */
  async #make(): Promise<Cidr> {
    const { backend, remembered, remember, usedRanges } = this.#parts;
    const signal = AbortSignal.timeout(60_000);
    const used = usedRanges();
    const free = [...candidates, ...lastResorts].filter((text) => {
      const range = parseCidr(text);
      return range !== undefined && !used.some((other) => overlaps(range, other));
    });
    // Its own network may be there still, and is then itself one of the ranges in use.
    const tried = new Set([...(remembered === undefined ? [] : [remembered]), ...free]);
    for (const text of tried) {
      const range = parseCidr(text);
      if (range === undefined) continue;
      if ((await backend.ensureNetwork({ name: this.name, range: text }, signal)) === 'overlaps') continue;
      if (text !== remembered) remember(formatCidr(range));
      return range;
    }
    throw new BackendError(
      'ContainerNetworkingError',
      `this machine uses every range that a VPC could have: ${[...candidates, ...lastResorts].join(', ')}`,
    );
  }
}
