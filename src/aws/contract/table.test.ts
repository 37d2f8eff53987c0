import { expect, test } from 'vitest';
import { TextTable } from './table.ts';

const table = new TextTable<{ size: number }>('\nA {"size":1}\nB {"size":2}\n');

test('reads entries by name', () => {
  expect(table.get('B')).toEqual({ size: 2 });
  expect(table.get('B')).toBe(table.get('B'));
  expect(table.names()).toEqual(['A', 'B']);
});

test.each(['', 'C', 'constructor', '__proto__', 'toString'])('has nothing called %j', (name) => {
  expect(table.get(name)).toBeUndefined();
  expect(table.has(name)).toBe(false);
});
