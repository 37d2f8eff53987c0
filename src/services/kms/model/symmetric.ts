import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ciphertextUnknown, invalidCiphertext } from '../errors.ts';
import type { KmsCall } from '../operation.ts';
import { existing } from './find-key.ts';
import { currentSecret, secretOf } from './material.ts';
import type { KeyRecord } from './tables.ts';

/*
 * A ciphertext tells all that is needed to open it but the key:
 *
 *   01 02 02 00 │ key id, 16 │ version, 4 │ nonce, 12 │ tag, 16 │ text
 *
 * It begins as AWS's do, `AQICA…` in base64.
 */
const mark = Buffer.from([1, 2, 2, 0]);
const idEnd = mark.length + 16;
const headEnd = idEnd + 4;
const nonceEnd = headEnd + 12;
const tagEnd = nonceEnd + 16;

export type EncryptionContext = Readonly<Record<string, string>>;

/** AES-256-GCM under the key's newest material. The context must be told again to open it. */
export function encryptSymmetric(
  call: Pick<KmsCall, 'tables' | 'cipher'>,
  key: KeyRecord,
  plain: Uint8Array,
  context: EncryptionContext = {},
): Buffer {
  const head = Buffer.alloc(headEnd);
  mark.copy(head);
  head.write(key.id.replaceAll('-', ''), mark.length, 'hex');
  head.writeUInt32BE(key.version, idEnd);
  const nonce = randomBytes(nonceEnd - headEnd);
  const cipher = createCipheriv('aes-256-gcm', currentSecret(call, key), nonce);
  cipher.setAAD(authenticated(head, context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), text]);
}

/** The key that a ciphertext names. Throws for what is none, and for a key that is not to be seen from here. */
export function keyOfCiphertext(call: Pick<KmsCall, 'tables' | 'now' | 'region'>, blob: Buffer): KeyRecord {
  if (!isSymmetric(blob)) throw invalidCiphertext();
  const hex = blob.toString('hex', mark.length, idEnd);
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const key = existing(call, id);
  if (key === undefined || key.region !== call.region) throw ciphertextUnknown();
  return key;
}

const isSymmetric = (blob: Buffer): boolean =>
  blob.length >= tagEnd && blob.subarray(0, mark.length).equals(mark);

export function decryptSymmetric(
  call: Pick<KmsCall, 'tables' | 'cipher'>,
  key: KeyRecord,
  blob: Buffer,
  context: EncryptionContext = {},
): { readonly plain: Buffer; readonly materialId: string } {
  const found = secretOf(call, key, blob.readUInt32BE(idEnd));
  if (found === undefined) throw invalidCiphertext();
  const nonce = blob.subarray(headEnd, nonceEnd);
  const decipher = createDecipheriv('aes-256-gcm', found.secret, nonce, { authTagLength: tagEnd - nonceEnd });
  decipher.setAAD(authenticated(blob.subarray(0, headEnd), context));
  decipher.setAuthTag(blob.subarray(nonceEnd, tagEnd));
  try {
    const plain = Buffer.concat([decipher.update(blob.subarray(tagEnd)), decipher.final()]);
    return { plain, materialId: found.materialId };
  } catch {
    throw invalidCiphertext();
  }
}

/** The order in which a context is written does not count; JSON keeps its pairs apart. */
function authenticated(head: Uint8Array, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([head, Buffer.from(JSON.stringify(pairs))]);
}
