import { timingSafeEqual } from 'node:crypto';

/** Takes as long whether the first character differs or the last. */
export function isSame(computed: string, provided: string): boolean {
  const [one, other] = [Buffer.from(computed), Buffer.from(provided)];
  return one.length === other.length && timingSafeEqual(one, other);
}
