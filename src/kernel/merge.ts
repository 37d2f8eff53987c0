/**
 * Several sorted sources as one, sorted. The next item of a source is asked for when its last one has been
 * taken; at equal keys the earlier source comes first.
 */
export async function* merge<Item>(
  sources: readonly AsyncIterable<Item>[],
  isBefore: (one: Item, other: Item) => boolean,
): AsyncGenerator<Item, void, undefined> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
    for (;;) {
      let first: { readonly index: number; readonly item: Item } | undefined;
      for (const [index, head] of heads.entries()) {
        if (head.done === true || (first !== undefined && !isBefore(head.value, first.item))) continue;
        first = { index, item: head.value };
      }
      if (first === undefined) return;
      yield first.item;
      const next = await iterators[first.index]?.next();
      if (next !== undefined) heads[first.index] = next;
    }
  } finally {
    for (const iterator of iterators) await iterator.return?.();
  }
}
