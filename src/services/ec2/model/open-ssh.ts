import { createHash, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';

/** Keys in the forms of OpenSSH, which Node reads but does not write. */

const text = (value: string): Buffer => bytes(Buffer.from(value));

/** Bytes with their length before them (RFC 4251, section 5). */
function bytes(value: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([length, value]);
}

/** A whole number; a zero before it where it would be taken for a negative one. */
const number = (value: Buffer): Buffer =>
  bytes((value[0] ?? 0) > 127 ? Buffer.concat([Buffer.alloc(1), value]) : value);

const field = (key: KeyObject, name: 'n' | 'e' | 'x' | 'd'): Buffer =>
  Buffer.from(key.export({ format: 'jwk' })[name] ?? '', 'base64url');

/** The bytes that stand in base64 in a line of `authorized_keys`. */
export function publicKeyBlob(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'rsa'
    ? Buffer.concat([text('ssh-rsa'), number(field(key, 'e')), number(field(key, 'n'))])
    : Buffer.concat([text('ssh-ed25519'), bytes(field(key, 'x'))]);
}

export const publicKeyLine = (key: KeyObject, comment: string): string =>
  `${key.asymmetricKeyType === 'rsa' ? 'ssh-rsa' : 'ssh-ed25519'} ${publicKeyBlob(key).toString('base64')} ${comment}`;

/** `openssh-key-v1`, unencrypted: the one form of a file for private Ed25519 keys. */
export function ed25519PrivateKey(key: KeyObject): string {
  const blob = publicKeyBlob(createPublicKey(key));
  const check = randomBytes(4);
  const publicPart = field(key, 'x');
  const secret = Buffer.concat([
    check,
    check,
    text('ssh-ed25519'),
    bytes(publicPart),
    bytes(Buffer.concat([field(key, 'd'), publicPart])),
    text(''),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const count = Buffer.alloc(4);
  count.writeUInt32BE(1);
  const all = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    count,
    bytes(blob),
    bytes(Buffer.concat([secret, padding])),
  ]);
  const lines = all.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}

/** The key in a line of `authorized_keys`; `undefined` for what is none of the two types that EC2 takes. */
export function readPublicKey(line: string): KeyObject | undefined {
  const [, type, base64 = ''] = /^(ssh-rsa|ssh-ed25519)\s+([A-Za-z0-9+/=]+)/.exec(line.trim()) ?? [];
  const parts = partsOf(Buffer.from(base64, 'base64'));
  if (type === undefined || parts?.[0]?.toString() !== type) return undefined;
  const [, first, second] = parts;
  try {
    if (type === 'ssh-ed25519') {
      const x = first?.toString('base64url');
      return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    }
    const jwk = { kty: 'RSA', e: first?.toString('base64url'), n: second?.toString('base64url') };
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function partsOf(blob: Buffer): Buffer[] | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; at < blob.length;) {
    if (at + 4 > blob.length) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    parts.push(blob.subarray(at + 4, end));
    at = end;
  }
  return parts;
}

const colons = (digest: Buffer): string => digest.toString('hex').match(/../g)?.join(':') ?? '';

/**
 * As EC2 tells keys apart: one that it made by the SHA-1 of the private key, one that was imported by the MD5
 * of the public one, and any Ed25519 key by the SHA-256 that OpenSSH shows.
 */
export function fingerprintOf(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  if (key.asymmetricKeyType === 'ed25519') {
    return createHash('sha256').update(publicKeyBlob(publicKey)).digest('base64');
  }
  return key.type === 'private'
    ? colons(
        createHash('sha1')
          .update(key.export({ type: 'pkcs8', format: 'der' }))
          .digest(),
      )
    : colons(
        createHash('md5')
          .update(key.export({ type: 'spki', format: 'der' }))
          .digest(),
      );
}
