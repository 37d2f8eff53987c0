import { expect, test } from 'vitest';
import { shellWords } from './shell-words.ts';

test.each([
  ['', []],
  ['  ', []],
  ['echo hello', ['echo', 'hello']],
  [' a \t b\nc ', ['a', 'b', 'c']],
  [`sh -c 'echo "hi" $X'`, ['sh', '-c', 'echo "hi" $X']],
  [`a"b c"d'e f'`, ['ab cde f']],
  [`'' ""`, ['', '']],
  [String.raw`a\ b \"c`, ['a b', '"c']],
  [String.raw`"a\"b\\c\$d\n"`, [String.raw`a"b\c$d\n`]],
  [String.raw`'a\'`, [String.raw`a` + '\\']],
  ['a\\', ['a\\']],
])('%s', (text, words) => {
  expect(shellWords(text)).toEqual(words);
});

test.each([`'a`, `"a`, `a "b c`, String.raw`"a\"`])('%s is not closed', (text) => {
  expect(shellWords(text)).toBeUndefined();
});
