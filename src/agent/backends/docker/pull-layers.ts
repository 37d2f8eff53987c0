import type { ImageProgress } from '../../../docker/progress.ts';

/** Bytes over all layers whose size the engine has told. */
export class Layers {
  readonly #layers = new Map<string, { readonly current: number; readonly total: number }>();

  add({ id, progressDetail }: ImageProgress): void {
    const { current, total } = progressDetail ?? {};
    if (id !== undefined && current !== undefined && total !== undefined)
      this.#layers.set(id, { current, total });
  }

  sum(): { current: number; total: number } {
    const sum = { current: 0, total: 0 };
    for (const layer of this.#layers.values()) {
      sum.current += layer.current;
      sum.total += layer.total;
    }
    return sum;
  }
}
