import { createHash, sign as signRaw, verify as verifyRaw } from 'node:crypto';
import type { MessageType, SigningAlgorithmSpec } from '../../../aws/contract/kms.types.gen.ts';
import { algorithmMismatch, digestLength, messageTypeInvalid } from '../errors.ts';
import type { KmsCall } from '../operation.ts';
import { privateKeyOf, publicKeyOf } from './asymmetric.ts';
import { signDigest, verifyDigest } from './ecdsa-digest.ts';
import { signPkcs1, signPss, verifyPkcs1, verifyPss } from './rsa-signatures.ts';
import { signingAlgorithmsOf, type Spec, specOf } from './specs.ts';
import type { KeyRecord } from './tables.ts';

/** What is to be signed, and how; checked against the key. */
export interface Signing {
  readonly key: KeyRecord;
  readonly spec: Spec;
  readonly algorithm: SigningAlgorithmSpec;
  /** `sha256` */
  readonly hash: string;
  readonly message: Buffer;
  readonly type: MessageType;
}

export function signingOf(
  key: KeyRecord,
  given: {
    readonly algorithm: SigningAlgorithmSpec;
    readonly message: string;
    readonly type: MessageType | undefined;
  },
): Signing {
  const { algorithm, type = 'RAW' } = given;
  const spec = specOf(key.spec);
  if (!signingAlgorithmsOf(spec).includes(algorithm)) throw algorithmMismatch(algorithm, key.spec);
  const message = Buffer.from(given.message, 'base64');
  const hash = algorithm.replace(/^.*_(\d+)$/, 'sha$1');
  const isPossible = type === 'RAW' || (type === 'DIGEST' && spec.kind !== 'edwards');
  if (!isPossible) throw messageTypeInvalid(type, algorithm);
  if (type === 'DIGEST' && message.length * 8 !== Number(hash.slice('sha'.length)))
    throw digestLength(algorithm);
  return { key, spec, algorithm, hash, message, type };
}

export function sign(call: Pick<KmsCall, 'tables' | 'cipher'>, signing: Signing): Buffer {
  const { key, spec, algorithm, hash, message, type } = signing;
  const secret = privateKeyOf(call, key);
  switch (spec.kind) {
    case 'rsa': {
      const make = algorithm.startsWith('RSASSA_PSS') ? signPss : signPkcs1;
      return make(secret, hash, digestOf(signing));
    }
    case 'ec':
      return type === 'RAW' ? signRaw(hash, message, secret) : signDigest(secret, spec.curve, message);
    default:
      return signRaw(null, message, secret);
  }
}

export function verify(signing: Signing, signature: Buffer): boolean {
  const { key, spec, algorithm, hash, message, type } = signing;
  const known = publicKeyOf(key);
  switch (spec.kind) {
    case 'rsa': {
      const check = algorithm.startsWith('RSASSA_PSS') ? verifyPss : verifyPkcs1;
      return check(known, hash, digestOf(signing), signature);
    }
    case 'ec':
      return type === 'RAW'
        ? verifyRaw(hash, message, known, signature)
        : verifyDigest(known, spec.curve, message, signature);
    default:
      return verifyRaw(null, message, known, signature);
  }
}

const digestOf = ({ type, hash, message }: Signing): Buffer =>
  type === 'DIGEST' ? message : createHash(hash).update(message).digest();
