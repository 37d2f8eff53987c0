import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import type { Change } from './change-feed.ts';
import { Store } from './store.ts';
import type { TableSpec } from './table.ts';

interface Tag {
  readonly arn: string;
  readonly note: string;
}

const tags: TableSpec<Tag> = {
  name: 'tags',
  key: ['resource_arn'],
  columns: (row) => ({ resource_arn: row.arn }),
};

const directories: string[] = [];
const temporary = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'longshore-store-'));
  directories.push(directory);
  return directory;
};
const open = (file?: string): Store =>
  new Store({
    ...(file === undefined ? {} : { file }),
    onListenerError: (error) => {
      throw error;
    },
  });

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

describe('a table', () => {
  test('gives back what was put, replaces by key, pages in order', () => {
    using store = open();
    const table = store.table(tags);
    for (const name of ['c', 'a', 'b']) table.put({ arn: name, note: `note ${name}` });
    table.put({ arn: 'b', note: 'changed' });
    expect(table.get('b')).toEqual({ arn: 'b', note: 'changed' });
    expect(table.get('x')).toBeUndefined();
    expect(table.select({ limit: 2 }).map((row) => row.arn)).toEqual(['a', 'b']);
    expect(table.select({ after: ['b'] }).map((row) => row.arn)).toEqual(['c']);
    expect(table.select({ descending: true, after: ['b'] }).map((row) => row.arn)).toEqual(['a']);
    expect(table.select({ where: { resource_arn: { in: ['a', 'c'] } } })).toHaveLength(2);
    expect(table.count()).toBe(3);
    expect(table.delete('a')).toBe(true);
    expect(table.delete('a')).toBe(false);
  });

  test('finds by prefix without treating any character as special', () => {
    using store = open();
    const table = store.table(tags);
    for (const arn of ['a%b', 'a_b', 'ab', 'a\u{10FFFE}', 'b']) table.put({ arn, note: '' });
    expect(table.select({ where: { resource_arn: { startsWith: 'a' } } })).toHaveLength(4);
    expect(table.select({ where: { resource_arn: { startsWith: 'a%' } } })).toHaveLength(1);
  });
});

describe('a row that was read', () => {
  test('is the one that was written last, by whichever view of the table', () => {
    using store = open();
    const one = store.table(tags);
    const other = store.table(tags);
    one.put({ arn: 'a', note: 'first' });
    expect(other.get('a')?.note).toBe('first');
    one.put({ arn: 'a', note: 'second' });
    expect(other.get('a')?.note).toBe('second');
    other.delete('a');
    expect(one.get('a')).toBeUndefined();
  });

  test('is forgotten with the transaction that wrote it', () => {
    using store = open();
    const table = store.table(tags);
    table.put({ arn: 'a', note: 'kept' });
    expect(() =>
      store.transaction(() => {
        table.put({ arn: 'a', note: 'lost' });
        expect(table.get('a')?.note).toBe('lost');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(table.get('a')?.note).toBe('kept');
  });

  test('stays right when there are more than are kept', () => {
    using store = open();
    const table = store.table(tags);
    for (let index = 0; index < 2500; index += 1) {
      table.put({ arn: `a${index}`, note: `${index}` });
      expect(table.get(`a${index}`)?.note).toBe(`${index}`);
    }
    expect(table.get('a0')?.note).toBe('0');
    expect(table.get('a2499')?.note).toBe('2499');
  });
});

describe('a transaction', () => {
  test('keeps nothing and tells nobody when it throws', async () => {
    using store = open();
    const table = store.table(tags);
    const changes: Change[] = [];
    using _ = store.changes.subscribe('tags', (change) => changes.push(change));
    expect(() =>
      store.transaction(() => {
        table.put({ arn: 'a', note: '' });
        store.transaction(() => table.put({ arn: 'b', note: '' }));
        throw new Error('no');
      }),
    ).toThrow('no');
    await Promise.resolve();
    expect(table.count()).toBe(0);
    expect(changes).toEqual([]);
  });

  test('tells its changes in order after it has returned', async () => {
    using store = open();
    const table = store.table(tags);
    const keys: unknown[] = [];
    using _ = store.changes.subscribe('tags', (change) =>
      keys.push([change.key[0], change.row !== undefined]),
    );
    store.transaction(() => {
      table.put({ arn: 'a', note: '' });
      table.put({ arn: 'b', note: '' });
      table.delete('a');
    });
    expect(keys).toEqual([]);
    await Promise.resolve();
    expect(keys).toEqual([
      ['a', true],
      ['b', true],
      ['a', false],
    ]);
  });
});

describe('what is written along with a row', () => {
  test('knows the row before, and is kept with the row', () => {
    using store = open();
    const table = store.table(tags);
    const seen: unknown[] = [];
    const companion = table.writeAlong((row, before) => {
      seen.push([before?.note, row.note]);
      store.setMeta('last', row.note);
    });
    table.put({ arn: 'a', note: 'one' });
    store.transaction(() => table.put({ arn: 'a', note: 'two' }));
    expect(seen).toEqual([
      [undefined, 'one'],
      ['one', 'two'],
    ]);
    expect(store.getMeta('last')).toBe('two');
    companion[Symbol.dispose]();
    table.put({ arn: 'a', note: 'three' });
    expect(store.getMeta('last')).toBe('two');
  });

  test('or neither is, also where the writer opened no transaction', async () => {
    using store = open();
    const table = store.table(tags);
    const changes: Change[] = [];
    using _changes = store.changes.subscribe('tags', (change) => changes.push(change));
    using _companion = table.writeAlong(() => {
      store.setMeta('last', 'lost');
      throw new Error('no');
    });
    expect(() => table.put({ arn: 'a', note: 'one' })).toThrow('no');
    await Promise.resolve();
    expect(table.get('a')).toBeUndefined();
    expect(store.getMeta('last')).toBeUndefined();
    expect(changes).toEqual([]);
  });
});

describe('the database file', () => {
  test('survives the process: a committed row is there after kill -9', () => {
    const file = join(temporary(), 'longshore.db');
    const script = `
      const { Store } = await import(${JSON.stringify(new URL('store.ts', import.meta.url).href)});
      const store = new Store({ file: ${JSON.stringify(file)}, onListenerError() {} });
      store.table({ name: 'tags', key: ['resource_arn'], columns: (row) => ({ resource_arn: row.arn }) })
        .put({ arn: 'kept', note: 'yes' });
      process.kill(process.pid, 'SIGKILL');`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(signal).toBe('SIGKILL');
    using store = open(file);
    expect(store.table(tags).get('kept')).toEqual({ arn: 'kept', note: 'yes' });
  });

  test('is refused, with a hint, while another process holds it or when it is newer', () => {
    const file = join(temporary(), 'longshore.db');
    const first = open(file);
    const id = first.meta('installation', () => 'one');
    expect(() => open(file)).toThrow(expect.objectContaining({ code: 'DATA_DIRECTORY_IN_USE' }));
    first[Symbol.dispose]();
    using second = open(file);
    expect(second.meta('installation', () => 'two')).toBe(id);
  });

  test('that cannot be made is a clear error', () => {
    expect(() => open('/proc/none/longshore.db')).toThrow(
      expect.objectContaining({ code: 'DATA_DIRECTORY_UNUSABLE' }),
    );
  });
});
