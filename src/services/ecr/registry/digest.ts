import { createHash } from 'node:crypto';

export type Algorithm = 'sha256' | 'sha512';

export interface Digest {
  readonly algorithm: Algorithm;
  readonly hex: string;
}

/** The algorithms that the OCI image specification registers, with exactly their lengths. */
const FORM = /^(?:(?<sha256>sha256:[0-9a-f]{64})|sha512:[0-9a-f]{128})$/;

/** `undefined` for what is no digest, or one of an algorithm that nobody can check. */
export function parseDigest(text: string): Digest | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const algorithm = match.groups?.['sha256'] === undefined ? 'sha512' : 'sha256';
  return { algorithm, hex: text.slice(algorithm.length + 1) };
}

export function digestOf(bytes: string | Uint8Array, algorithm: Algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}
