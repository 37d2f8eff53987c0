import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Where new identifiers come from; passed in so that tests can foretell them. */
export interface Ids {
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** `length` decimal digits; the first is never zero. */
  digits(length: number): string;
  /** A random (version 4) UUID. */
  uuid(): string;
  /** A whole number from zero on that is less than `limit`, each as likely as any other. */
  below(limit: number): number;
}

/** `length` characters of `alphabet`, each as likely as any other. */
export const randomText = (ids: Pick<Ids, 'below'>, length: number, alphabet: string): string =>
  Array.from({ length }, () => alphabet.charAt(ids.below(alphabet.length))).join('');

/** Letters of both cases and digits, as in the end of a secret's ARN. */
export const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Identifiers from the system's cryptographic source. */
export const randomIds: Ids = {
  hex: (length) =>
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length),
  digits(length) {
    const bytes = randomBytes(length);
    return Array.from(bytes, (byte, index) => (index === 0 ? 1 + (byte % 9) : byte % 10)).join('');
  },
  uuid: () => randomUUID(),
  below: (limit) => randomInt(limit),
};

/** Identifiers that count up from one: `hex(4)` gives `0001`, `0002`, … For tests only. */
export function countingIds(): Ids {
  let last = 0;
  const next = (): number => (last += 1);
  return {
    hex: (length) => next().toString(16).padStart(length, '0').slice(-length),
    digits: (length) => `1${String(next()).padStart(length - 1, '0')}`.slice(0, length),
    uuid: () => `00000000-0000-4000-8000-${String(next()).padStart(12, '0')}`,
    below: (limit) => next() % limit,
  };
}
