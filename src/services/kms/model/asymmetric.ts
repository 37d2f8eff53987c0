import {
  constants,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import type { EncryptionAlgorithmSpec } from '../../../aws/contract/kms.types.gen.ts';
import { algorithmMismatch, contextOnAsymmetric, invalidCiphertext, plaintextTooLong } from '../errors.ts';
import type { KmsCall } from '../operation.ts';
import { currentSecret } from './material.ts';
import { encryptionAlgorithmsOf, specOf } from './specs.ts';
import type { EncryptionContext } from './symmetric.ts';
import type { KeyRecord } from './tables.ts';

export const privateKeyOf = (call: Pick<KmsCall, 'tables' | 'cipher'>, key: KeyRecord): KeyObject =>
  createPrivateKey({ key: currentSecret(call, key), format: 'der', type: 'pkcs8' });

export const publicKeyOf = ({ publicKey = '' }: KeyRecord): KeyObject =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });

/** Refuses an algorithm that the key has not; without one, a key must be symmetric. */
export function encryptionAlgorithm(
  key: KeyRecord,
  wanted: EncryptionAlgorithmSpec = 'SYMMETRIC_DEFAULT',
  context: EncryptionContext | undefined,
): EncryptionAlgorithmSpec {
  if (!encryptionAlgorithmsOf(specOf(key.spec)).includes(wanted)) throw algorithmMismatch(wanted, key.spec);
  if (wanted !== 'SYMMETRIC_DEFAULT' && context !== undefined) throw contextOnAsymmetric();
  return wanted;
}

/** RSA with OAEP, the only encryption of asymmetric keys here. */
export function encryptRsa(key: KeyRecord, algorithm: EncryptionAlgorithmSpec, plain: Buffer): Buffer {
  const publicKey = publicKeyOf(key);
  const hash = hashOf(algorithm);
  const modulus = (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const most = modulus - 2 * hash.bytes - 2;
  if (plain.length > most) throw plaintextTooLong(algorithm, key.spec, most);
  return publicEncrypt({ key: publicKey, ...oaep, oaepHash: hash.name }, plain);
}

export function decryptRsa(
  call: Pick<KmsCall, 'tables' | 'cipher'>,
  key: KeyRecord,
  algorithm: EncryptionAlgorithmSpec,
  blob: Buffer,
): Buffer {
  const privateKey = privateKeyOf(call, key);
  try {
    return privateDecrypt({ key: privateKey, ...oaep, oaepHash: hashOf(algorithm).name }, blob);
  } catch {
    throw invalidCiphertext();
  }
}

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING } as const;

const hashOf = (algorithm: EncryptionAlgorithmSpec): { readonly name: string; readonly bytes: number } =>
  algorithm === 'RSAES_OAEP_SHA_1' ? { name: 'sha1', bytes: 20 } : { name: 'sha256', bytes: 32 };
