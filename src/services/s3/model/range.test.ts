import { expect, test } from 'vitest';
import { readRange } from './range.ts';

test.each([
  ['bytes=0-3', { start: 0, end: 3 }],
  ['bytes=4-', { start: 4, end: 9 }],
  ['bytes=4-99', { start: 4, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-99', { start: 0, end: 9 }],
  ['bytes=9-9', { start: 9, end: 9 }],
  [undefined, undefined],
  ['bytes=3-2', undefined],
  ['bytes=-', undefined],
  ['bytes=0-1,3-4', undefined],
  ['items=0-1', undefined],
])('%s of ten bytes', (text, range) => expect(readRange(text, 10)).toEqual(range));

test.each([['bytes=10-'], ['bytes=10-12'], ['bytes=-0']])('%s cannot be satisfied', (text) => {
  expect(() => readRange(text, 10)).toThrow(
    expect.objectContaining({ code: 'InvalidRange', httpStatus: 416 }),
  );
});
