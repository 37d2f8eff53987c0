import { createHash, type Hash } from 'node:crypto';
import type { AwsError } from '../aws-error.ts';
import { sha256Hex } from './canonical.ts';
import { type CredentialScope, scopeText, signature } from './signing-key.ts';

export interface ChunkSeed {
  readonly key: Uint8Array;
  readonly time: string;
  readonly scope: CredentialScope;
  /** Signature of the request's head. */
  readonly seed: string;
}

const NOTHING = sha256Hex('');

/**
 * The signatures of a body's chunks: each one builds on the one before, the first on the request's own.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export class ChunkSignatures {
  readonly #seed: ChunkSeed;
  #last: string;
  #hash: Hash = createHash('sha256');

  constructor(seed: ChunkSeed) {
    this.#seed = seed;
    this.#last = seed.seed;
  }

  /** Bytes of the chunk that is under way. */
  add(piece: Uint8Array): void {
    this.#hash.update(piece);
  }

  /** Signature of the chunk that ends here. */
  next(): string {
    const digest = this.#hash.digest('hex');
    this.#hash = createHash('sha256');
    this.#last = this.#signed('AWS4-HMAC-SHA256-PAYLOAD', [NOTHING, digest]);
    return this.#last;
  }

  /** Signature of the headers that follow the body: `name:value` in lines, each with its end. */
  trailer(lines: string): string {
    this.#last = this.#signed('AWS4-HMAC-SHA256-TRAILER', [sha256Hex(lines)]);
    return this.#last;
  }

  #signed(algorithm: string, hashes: readonly string[]): string {
    const { key, time, scope } = this.#seed;
    return signature(key, [algorithm, time, scopeText(scope), this.#last, ...hashes].join('\n'));
  }
}

/** The same, for one who checks them as they come. */
export interface ChunkCheck {
  readonly signatures: ChunkSignatures;
  readonly mismatch: (provided: string) => AwsError;
}
