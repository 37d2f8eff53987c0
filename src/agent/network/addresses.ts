import { type Cidr, addressAt, countOf } from './cidr.ts';

/** AWS keeps the first four addresses of a subnet and its last. */
const firstUsable = 4;

/**
 * Gives out the addresses of subnets. An address that was given back is the last to be given out again,
 * so that one who still knows it does not meet a stranger.
 */
export class Addresses {
  readonly #taken = new Set<string>();
  readonly #next = new Map<number, number>();

  /** Marks an address that somebody has already. */
  take(address: string): void {
    this.#taken.add(address);
  }

  /** `undefined` when the range has none left. */
  allocate(range: Cidr): string | undefined {
    const usable = countOf(range) - firstUsable - 1;
    const from = this.#next.get(range.base) ?? 0;
    for (let step = 0; step < usable; step += 1) {
      const index = (from + step) % usable;
      const address = addressAt(range, firstUsable + index);
      if (this.#taken.has(address)) continue;
      this.#taken.add(address);
      this.#next.set(range.base, index + 1);
      return address;
    }
    return undefined;
  }

  release(address: string): void {
    this.#taken.delete(address);
  }
}
