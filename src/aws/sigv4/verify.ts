import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import { header } from '../json/json-protocol.ts';
import { presignedMalformed } from '../protocol-errors.ts';
import { readAmzTime } from './amz-time.ts';
import { canonicalRequest, sha256Hex, type SignedRequest } from './canonical.ts';
import { type ChunkCheck, ChunkSignatures } from './chunk-signatures.ts';
import { isSame } from './is-same.ts';
import type { SecretOf } from './secret-of.ts';
import { checkPolicySignature } from './policy-signature.ts';
import { readSignature, type V2Signature, type V4Signature } from './read-signature.ts';
import { missingContentHash, type SignatureRefusals } from './refusals.ts';
import { isS3 } from './sign.ts';
import { signature, signingKey, stringToSign } from './signing-key.ts';
import { signatureV2, stringToSignV2 } from './signature-v2.ts';

export type { SecretOf } from './secret-of.ts';

export interface VerifierParts {
  readonly secretOf: SecretOf;
  readonly clock: Clock;
  /** The bucket that stands in a host's name. */
  readonly bucketInHost: (host: string | undefined) => string | undefined;
}

/** The signature of one request; its protocol says how it is refused. */
export interface RequestSignature {
  /**
   * Throws AwsError unless the request is signed, now, by credentials that exist. `body`: where it is in memory;
   * `service`: the signing name that it has to be for.
   */
  check(refusals: SignatureRefusals, body: Uint8Array | string | undefined, service?: string): void;
  /** The same of a form that was posted, which its policy signs. Names of `fields` are in lower case. */
  checkForm(refusals: SignatureRefusals, fields: ReadonlyMap<string, string>): void;
  /** A body that streams, checked while it passes: what is wrong with it is thrown at its end. */
  guard(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** For a body whose chunks are signed; absent for any other. */
  readonly chunks: ChunkCheck | undefined;
}

/** For how long after its time a signature is good. */
const LASTS = 15 * 60_000;
/** Of a presigned URL, in seconds. */
const A_WEEK = 604_800;
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

export class SignatureVerifier {
  readonly #parts: VerifierParts;

  constructor(parts: VerifierParts) {
    this.#parts = parts;
  }

  of(request: SignedRequest, query: URLSearchParams): RequestSignature {
    return new Check(this.#parts, request, query);
  }
}

class Check implements RequestSignature {
  readonly #parts: VerifierParts;
  readonly #request: SignedRequest;
  readonly #query: URLSearchParams;
  #refusals: SignatureRefusals | undefined;
  /** Hash that the body is to have. */
  #expected: string | undefined;
  #chunks: ChunkCheck | undefined;

  constructor(parts: VerifierParts, request: SignedRequest, query: URLSearchParams) {
    this.#parts = parts;
    this.#request = request;
    this.#query = query;
  }

  get chunks(): ChunkCheck | undefined {
    return this.#chunks;
  }

  check(refusals: SignatureRefusals, body: Uint8Array | string | undefined, service?: string): void {
    this.#refusals = refusals;
    const read = readSignature(this.#request.headers, this.#query);
    switch (read.kind) {
      case 'none':
        throw refusals.missing();
      case 'v4a':
        throw refusals.broken(
          'Longshore cannot check signatures of SigV4a (AWS4-ECDSA-P256-SHA256): sign with AWS4-HMAC-SHA256.',
        );
      case 'broken':
        throw refusals.broken(read.problem);
      case 'v2':
        return this.#checkV2(read, refusals);
      case 'v4':
        if (
          service !== undefined &&
          read.scope.service !== service &&
          !(isS3(service) && isS3(read.scope.service))
        ) {
          throw refusals.misdirected(read.scope.service, service);
        }
        return this.#checkV4(read, refusals, body);
      default:
        return read satisfies never;
    }
  }

  checkForm(refusals: SignatureRefusals, fields: ReadonlyMap<string, string>): void {
    checkPolicySignature(this.#parts.secretOf, fields, refusals);
  }

  async *guard(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#expected === undefined) return yield* body;
    const hash = createHash('sha256');
    for await (const piece of body) {
      hash.update(piece);
      yield piece;
    }
    const computed = hash.digest('hex');
    if (computed !== this.#expected) throw this.#refusals?.payload(this.#expected, computed);
  }

  #checkV4(read: V4Signature, refusals: SignatureRefusals, body: Uint8Array | string | undefined): void {
    const { accessKeyId, scope, signedHeaders, time } = read;
    this.#checkTime(read, refusals);
    const secret = this.#parts.secretOf(accessKeyId);
    if (secret === undefined) throw refusals.unknownKey(accessKeyId);
    this.#checkHeaders(read, refusals);
    const forS3 = isS3(scope.service);
    const payloadHash = forS3 ? this.#payloadOfS3(read) : this.#payloadOf(body);
    const canonical = canonicalRequest(this.#request, { signedHeaders, payloadHash, isS3: forS3 });
    const toSign = stringToSign(time, scope, canonical);
    const key = signingKey(secret, scope);
    const refuse = (provided: string) =>
      refusals.mismatch({ accessKeyId, provided, stringToSign: toSign, canonicalRequest: canonical });
    if (!isSame(signature(key, toSign), read.signature)) throw refuse(read.signature);
    if (payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD')) {
      const signatures = new ChunkSignatures({ key, time, scope, seed: read.signature });
      this.#chunks = { signatures, mismatch: refuse };
    } else if (/^[0-9a-f]{64}$/.test(payloadHash)) {
      this.#expected = payloadHash;
      if (body !== undefined && sha256Hex(body) !== payloadHash) {
        throw refusals.payload(payloadHash, sha256Hex(body));
      }
    }
  }

  /** Amazon S3 takes the client's word for the hash, and holds the body against it. */
  #payloadOfS3({ expires }: V4Signature): string {
    const told = header(this.#request.headers, 'x-amz-content-sha256');
    if (told !== undefined) return told;
    if (expires === undefined) throw missingContentHash();
    return this.#query.get('X-Amz-Content-Sha256') ?? UNSIGNED_PAYLOAD;
  }

  /** All others hash what they got; a body that streams has its hash in the header. */
  #payloadOf(body: Uint8Array | string | undefined): string {
    if (body !== undefined) return sha256Hex(body);
    return header(this.#request.headers, 'x-amz-content-sha256') ?? sha256Hex('');
  }

  #checkTime({ time, expires }: V4Signature, refusals: SignatureRefusals): void {
    const now = this.#parts.clock.now();
    const signed = readAmzTime(time);
    if (signed === undefined) throw refusals.broken(`'${time}' is no date.`);
    if (expires !== undefined && !(expires >= 0 && expires <= A_WEEK)) throw presignedMalformed();
    const lasts = expires === undefined ? LASTS : expires * 1000;
    if (signed + lasts < now) throw refusals.expired({ signed, now, lasts });
    const { longestAhead } = refusals;
    if (signed - longestAhead > now) throw refusals.early({ signed, now, lasts: longestAhead });
  }

  #checkHeaders({ signedHeaders, scope }: V4Signature, refusals: SignatureRefusals): void {
    if (!signedHeaders.includes('host')) throw refusals.unsignedHeaders(['host']);
    if (!isS3(scope.service)) return;
    const unsigned = Object.keys(this.#request.headers).filter(
      (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
    );
    // A presigned URL says there what a header would; the header may come along.
    const wrong = unsigned.filter((name) => name !== 'x-amz-content-sha256');
    if (wrong.length > 0) throw refusals.unsignedHeaders(wrong);
  }

  /** Whether it has ended is looked at by the protocol itself. */
  #checkV2({ accessKeyId, signature: provided }: V2Signature, refusals: SignatureRefusals): void {
    const secret = this.#parts.secretOf(accessKeyId);
    if (secret === undefined) throw refusals.unknownKey(accessKeyId);
    const host = header(this.#request.headers, 'host');
    const toSign = stringToSignV2(this.#request, this.#query, this.#parts.bucketInHost(host));
    if (!isSame(signatureV2(secret, toSign), provided)) {
      throw refusals.mismatch({ accessKeyId, provided, stringToSign: toSign });
    }
  }
}
