import { expect, test } from 'vitest';

import { merge } from './merge.ts';

async function* of(...items: number[]): AsyncGenerator<number> {
  yield* items;
}

const merged = async (...sources: AsyncIterable<number>[]): Promise<number[]> => {
  const items: number[] = [];
  for await (const item of merge(sources, (one, other) => one < other)) items.push(item);
  return items;
};

test('sources are merged in order', async () => {
  expect(await merged(of(1, 4, 5), of(), of(2, 3, 6))).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await merged()).toEqual([]);
});

test('a reader that leaves lets go of the sources', async () => {
  let closed = 0;
  async function* endless(): AsyncGenerator<number> {
    try {
      for (let item = 0; ; item += 1) yield item;
    } finally {
      closed += 1;
    }
  }
  for await (const item of merge([endless(), endless()], (one, other) => one < other)) if (item === 3) break;
  expect(closed).toBe(2);
});
