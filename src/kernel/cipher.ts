import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Keeps secret values unreadable where they lie. This is the port that a KMS will stand behind: a service
 * seals what it keeps, and never sees a key.
 */
export interface Cipher {
  /** `context` says what the value belongs to: a sealed value that was moved elsewhere cannot be opened. */
  seal(plain: Uint8Array, context: string): string;
  /** Throws UnsealError for what another key, or another context, has sealed. */
  open(sealed: string, context: string): Buffer;
}

/** A sealed value is damaged, or was sealed with another key or for something else. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError';
}

export const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;

/** AES-256-GCM under one key: base64 of nonce, tag and ciphertext. */
export function aesCipher(key: Uint8Array): Cipher {
  return {
    seal(plain, context) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength), {
          authTagLength: tagLength,
        });
        decipher.setAAD(Buffer.from(context));
        decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
        return Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]);
      } catch (error) {
        throw new UnsealError(`a sealed value cannot be opened (${context})`, { cause: error });
      }
    },
  };
}

export const newKey = (): Buffer => randomBytes(keyLength);
