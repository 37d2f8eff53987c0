import { invalidRange } from '../errors.ts';

/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** `undefined` for the whole: where nothing is asked, or in a form that S3 ignores (units, several ranges). */
export function readRange(text: string | undefined, size: number): ByteRange | undefined {
  const found = text === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(text.trim());
  if (text === undefined || found === null) return undefined;
  const [, first = '', last = ''] = found;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    if (length === 0) throw invalidRange(text, size);
    return { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw invalidRange(text, size);
  return { start, end };
}
