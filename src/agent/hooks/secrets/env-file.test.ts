import { expect, test } from 'vitest';

import { mergeEnvFiles, parseEnvFile } from './env-file.ts';

test('lines are taken as they are: no trimming, no quotes, the first = divides', () => {
  const content = [
    '# a comment',
    'PLAIN=value',
    'EMPTY=',
    'QUOTED="with quotes"',
    ' SPACED = around ',
    'URL=postgres://u:p@h/db?a=b=c',
    'no variable',
    '=nameless',
    ' # a name with a hash=1',
    'TWICE=1',
    'TWICE=2',
    'CRLF=end\r',
    'LAST=without a line end',
  ].join('\n');
  expect(Object.fromEntries(parseEnvFile(content))).toEqual({
    PLAIN: 'value',
    EMPTY: '',
    QUOTED: '"with quotes"',
    ' SPACED ': ' around ',
    URL: 'postgres://u:p@h/db?a=b=c',
    ' # a name with a hash': '1',
    TWICE: '2',
    CRLF: 'end',
    LAST: 'without a line end',
  });
});

test('of two files the first wins', () => {
  const files = ['A=1\nB=1', 'B=2\nC=2\nkind=x\n__proto__=y'].map(parseEnvFile);
  const merged = Object.entries(mergeEnvFiles(files));
  expect(merged.sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
    ['A', '1'],
    ['B', '1'],
    ['C', '2'],
    ['__proto__', 'y'],
    ['kind', 'x'],
  ]);
});
