import type { Clock } from '../../../kernel/clock.ts';

/** Eighteen hexadecimal digits, each more than those before: by them consumers put events of a key in order. */
export function sequencer(clock: Clock): () => string {
  let count = 0;
  let last = 0;
  return () => {
    const now = Math.max(clock.now(), last);
    count = now === last ? count + 1 : 0;
    last = now;
    return `${now.toString(16).padStart(12, '0')}${count.toString(16).padStart(6, '0')}`.toUpperCase();
  };
}
