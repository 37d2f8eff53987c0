import type { EventPosition } from '../../../store/line-log.ts';

/** AWS's event ids are 56 digits with the event's milliseconds in the highest bits. */
const timeBits = 144n;
const digits = 56;

export const eventId = ({ at, seq }: EventPosition): string =>
  ((BigInt(at) << timeBits) | BigInt(seq)).toString().padStart(digits, '0');

function positionOf(id: string): EventPosition {
  const value = BigInt(id);
  return { at: Number(value >> timeBits), seq: Number(value & ((1n << timeBits) - 1n)) };
}

/** Where a GetLogEvents token goes on: behind an event, or before it. */
export interface EventToken {
  readonly direction: 'forward' | 'backward';
  readonly position: EventPosition;
}

/** `f/…/s` and `b/…/s`, as AWS writes them. */
export const writeEventToken = ({ direction, position }: EventToken): string =>
  `${direction === 'forward' ? 'f' : 'b'}/${eventId(position)}/s`;

/** `undefined` for what is no such token. */
export function readEventToken(text: string): EventToken | undefined {
  const match = /^([fb])\/(\d{56})\/s$/.exec(text);
  if (match === null) return undefined;
  const [, letter, id = ''] = match;
  const position = positionOf(id);
  if (!Number.isSafeInteger(position.at) || !Number.isSafeInteger(position.seq)) return undefined;
  return { direction: letter === 'f' ? 'forward' : 'backward', position };
}

/** Sequence tokens mean nothing since 2023, but clients of before still read them. */
export const sequenceToken = (stream: number, at: number): string =>
  ((BigInt(at) << timeBits) | (BigInt(stream) << 16n)).toString().padStart(digits, '4');
