import { describe, expect, test } from 'vitest';

import { Channel } from './channel.ts';

/** Whether a promise has been settled after all that is ready has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = (): void => void (settled = true);
  promise.then(note, note);
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

async function readAll<Item>(channel: Channel<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of channel) items.push(item);
  return items;
}

describe('Channel', () => {
  test('gives items in order, and what is left after close', async () => {
    const channel = new Channel<number>(10);
    await channel.send(1);
    channel.post(2);
    channel.close();
    expect(await channel.send(3)).toBe(false);
    expect(channel.post(4)).toBe(false);
    expect(await readAll(channel)).toEqual([1, 2]);
  });

  test('a full channel holds its writer until the reader takes one', async () => {
    const channel = new Channel<number>(1);
    expect(await channel.send(1)).toBe(true);
    const second = channel.send(2);
    expect(await isSettled(second)).toBe(false);
    const reader = channel[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ value: 1, done: false });
    expect(await second).toBe(true);
    expect(await reader.next()).toEqual({ value: 2, done: false });
  });

  test('several writers all get their turn, each in its own order', async () => {
    const channel = new Channel<string>(2);
    const write = async (name: string): Promise<void> => {
      for (let count = 0; count < 20; count += 1) await channel.send(`${name}${count}`);
    };
    const writing = Promise.all(['a', 'b', 'c'].map(write)).then(() => channel.close());
    const items = await readAll(channel);
    await writing;
    for (const name of ['a', 'b', 'c']) {
      expect(items.filter((item) => item.startsWith(name))).toEqual(
        Array.from({ length: 20 }, (_, count) => `${name}${count}`),
      );
    }
  });

  test('post does not wait, however full the channel is', async () => {
    const channel = new Channel<number>(1);
    for (const item of [1, 2, 3]) expect(channel.post(item)).toBe(true);
    channel.close();
    expect(await readAll(channel)).toEqual([1, 2, 3]);
  });

  test('a reader that waits is woken by an item, and by close', async () => {
    const channel = new Channel<number>(1);
    const reading = readAll(channel);
    expect(await isSettled(reading)).toBe(false);
    channel.post(1);
    expect(await isSettled(reading)).toBe(false);
    channel.close();
    expect(await reading).toEqual([1]);
  });

  test('a reader that leaves frees the writers, and nothing is kept', async () => {
    const channel = new Channel<number>(1);
    await channel.send(1);
    const waiting = channel.send(2);
    for await (const item of channel) {
      expect(item).toBe(1);
      break;
    }
    await waiting;
    expect(await channel.send(3)).toBe(false);
    expect(channel.post(4)).toBe(false);
    expect(await readAll(channel)).toEqual([]);
  });

  test('closing frees a writer that waits, and its item is dropped', async () => {
    const channel = new Channel<number>(1);
    await channel.send(1);
    const waiting = channel.send(2);
    channel.close();
    expect(await waiting).toBe(false);
    expect(await readAll(channel)).toEqual([1]);
  });
});
