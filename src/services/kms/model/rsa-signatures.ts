import {
  constants,
  createHash,
  type KeyObject,
  privateEncrypt,
  publicDecrypt,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/*
 * RSA signatures of digests: node:crypto signs only what it has hashed itself. RFC 8017, 8.2 (PKCS #1 v1.5)
 * and 8.1 (PSS, with a salt as long as the digest, as AWS has it).
 */

/** DER of DigestInfo before the digest. */
const digestInfo: ReadonlyMap<string, string> = new Map([
  ['sha256', '3031300d060960864801650304020105000420'],
  ['sha384', '3041300d060960864801650304020205000430'],
  ['sha512', '3051300d060960864801650304020305000440'],
]);

const infoOf = (hash: string, digest: Buffer): Buffer =>
  Buffer.concat([Buffer.from(digestInfo.get(hash) ?? '', 'hex'), digest]);

export const signPkcs1 = (key: KeyObject, hash: string, digest: Buffer): Buffer =>
  privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, infoOf(hash, digest));

export function verifyPkcs1(key: KeyObject, hash: string, digest: Buffer, signature: Buffer): boolean {
  const found = recovered(key, constants.RSA_PKCS1_PADDING, signature);
  return found !== undefined && same(found, infoOf(hash, digest));
}

export function signPss(key: KeyObject, hash: string, digest: Buffer): Buffer {
  const salt = randomBytes(digest.length);
  const seal = sealOf(hash, digest, salt);
  const block = Buffer.alloc(bytesOf(key) - seal.length - 1);
  block[block.length - salt.length - 1] = 1;
  salt.copy(block, block.length - salt.length);
  const masked = mask(hash, block, seal);
  const encoded = Buffer.concat([masked, seal, Buffer.from([0xbc])]);
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
}

export function verifyPss(key: KeyObject, hash: string, digest: Buffer, signature: Buffer): boolean {
  const found = recovered(key, constants.RSA_NO_PADDING, signature);
  if (found === undefined || found.at(-1) !== 0xbc) return false;
  const sealStart = found.length - digest.length - 1;
  const masked = found.subarray(0, sealStart);
  const seal = found.subarray(sealStart, -1);
  if ((masked[0] ?? 0) > topMask) return false;
  const block = mask(hash, masked, seal);
  const saltStart = block.length - digest.length;
  const isFramed = block.subarray(0, saltStart - 1).every((byte) => byte === 0) && block[saltStart - 1] === 1;
  return isFramed && same(seal, sealOf(hash, digest, block.subarray(saltStart)));
}

const bytesOf = (key: KeyObject): number => (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;

function recovered(key: KeyObject, padding: number, signature: Buffer): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding }, signature);
  } catch {
    return undefined;
  }
}

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

const sealOf = (hash: string, digest: Buffer, salt: Buffer): Buffer =>
  createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest();

/** Moduli are whole bytes long, and what is signed has one bit less. */
const topMask = 0x7f;

/** Exclusive or with MGF1 of the seed; its own inverse. */
function mask(hash: string, block: Buffer, seed: Buffer): Buffer {
  const result = Buffer.from(block);
  const counter = Buffer.alloc(4);
  for (let at = 0, count = 0; at < result.length; count += 1) {
    counter.writeUInt32BE(count);
    for (const byte of createHash(hash).update(seed).update(counter).digest()) {
      if (at < result.length) result[at] = (result[at] ?? 0) ^ byte;
      at += 1;
    }
  }
  result[0] = (result[0] ?? 0) & topMask;
  return result;
}
