import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countingIds, randomIds } from '../../../kernel/ids.ts';
import type { Piece } from '../model/tables.ts';
import { Blobs } from './blobs.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'longshore-blobs-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = (known: readonly string[] = [], isEphemeral = false): Blobs =>
  new Blobs({ directory, isEphemeral, ids: randomIds, known: () => new Set(known) });

async function* bytesOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function read(blobs: Blobs, pieces: readonly Piece[], start: number, end: number): Promise<string> {
  let text = '';
  for await (const bytes of blobs.read(pieces, start, end)) text += Buffer.from(bytes).toString();
  return text;
}

const files = async (): Promise<string[]> => {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  return found.filter((file) => file.isFile()).map(({ name }) => name);
};

test('what is written is read, whole and in part, over several files', async () => {
  const blobs = open();
  const seen: string[] = [];
  const first = await blobs.write(bytesOf('abc', 'def'), (bytes) => seen.push(Buffer.from(bytes).toString()));
  const second = await blobs.write(bytesOf('ghi'), () => {});
  expect(seen.join('')).toBe('abcdef');
  expect([first.size, second.size]).toEqual([6, 3]);
  const pieces = [first, second];
  expect(await read(blobs, pieces, 0, 8)).toBe('abcdefghi');
  expect(await read(blobs, pieces, 4, 6)).toBe('efg');
  expect(await read(blobs, pieces, 6, 8)).toBe('ghi');
  expect(await read(blobs, pieces, 0, -1)).toBe('');
});

test('a file that is larger than a read', async () => {
  const blobs = open();
  const text = '0123456789'.repeat(50_000);
  const piece = await blobs.write(bytesOf(text), () => {});
  expect(await read(blobs, [piece], 0, text.length - 1)).toBe(text);
  expect(await read(blobs, [piece], 7, 400_006)).toBe(text.slice(7, 400_007));
});

test('a source may use the memory of a piece again, once the next is asked for', async () => {
  const blobs = open();
  const memory = Buffer.alloc(100_000);
  let expected = '';
  async function* reusing(): AsyncGenerator<Uint8Array> {
    for (const letter of 'abcdefghij') {
      memory.fill(letter);
      expected += letter.repeat(memory.length);
      yield memory;
    }
    memory.fill('!');
  }
  const digest = createHash('md5');
  const piece = await blobs.write(reusing(), (bytes) => digest.update(bytes));
  expect(await read(blobs, [piece], 0, piece.size - 1)).toBe(expected);
  expect(digest.digest('hex')).toBe(createHash('md5').update(expected).digest('hex'));
});

test('a source that fails leaves nothing', async () => {
  const blobs = open();
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('abc');
    throw new Error('the client hung up');
  }
  await expect(blobs.write(failing(), () => {})).rejects.toThrow('the client hung up');
  expect(await files()).toEqual([]);
});

test('a file that is being read goes with its last reader', async () => {
  const blobs = open();
  const piece = await blobs.write(bytesOf('abc'), () => {});
  const held = blobs.hold(piece.blob);
  await blobs.remove([piece]);
  expect(await read(blobs, [piece], 0, 2)).toBe('abc');
  held[Symbol.dispose]();
  held[Symbol.dispose]();
  await expect.poll(files).toEqual([]);
});

test('a duplicate stays when the first goes', async () => {
  const blobs = open();
  const piece = await blobs.write(bytesOf('abc'), () => {});
  const copy = await blobs.duplicate(piece);
  await blobs.remove([piece]);
  expect(await read(blobs, [copy], 0, 2)).toBe('abc');
  expect(await files()).toEqual([copy.blob]);
});

test('what a crash left is swept, what is known stays', async () => {
  const { blob } = await open().write(bytesOf('abc'), () => {});
  await mkdir(join(directory, 'ff'), { recursive: true });
  await writeFile(join(directory, 'ff', 'ff00'), 'lost');
  await writeFile(join(directory, 'incoming', 'half'), 'ha');
  const next = new Blobs({
    directory,
    isEphemeral: false,
    ids: countingIds(),
    known: () => new Set([blob]),
  });
  const written = await next.write(bytesOf('x'), () => {});
  expect((await files()).sort()).toEqual([blob, written.blob].sort());
});

test('an ephemeral directory goes at the end, another stays', async () => {
  await using _kept = open();
  {
    await using blobs = open();
    await blobs.write(bytesOf('abc'), () => {});
  }
  expect((await stat(directory)).isDirectory()).toBe(true);
  {
    await using blobs = open([], true);
    await blobs.write(bytesOf('abc'), () => {});
  }
  await expect(stat(directory)).rejects.toThrow('ENOENT');
});
