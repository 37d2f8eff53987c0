import { constants, createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signDigest, verifyDigest } from './ecdsa-digest.ts';
import { signPkcs1, signPss, verifyPkcs1, verifyPss } from './rsa-signatures.ts';

/** What OpenSSL signs we verify, and the other way round. */
const message = Buffer.from('a message');
const digest = (hash: string): Buffer => createHash(hash).update(message).digest();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe.each(['sha256', 'sha384', 'sha512'])('RSA over a digest by %s', (hash) => {
  const other = createHash(hash).update('another').digest();
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: digest(hash).length };

  test('with PKCS #1 v1.5', () => {
    const ours = signPkcs1(rsa.privateKey, hash, digest(hash));
    expect(verify(hash, message, rsa.publicKey, ours)).toBe(true);
    const theirs = sign(hash, message, rsa.privateKey);
    expect(verifyPkcs1(rsa.publicKey, hash, digest(hash), theirs)).toBe(true);
    expect(verifyPkcs1(rsa.publicKey, hash, other, theirs)).toBe(false);
    expect(verifyPkcs1(rsa.publicKey, hash, digest(hash), Buffer.from('short'))).toBe(false);
  });

  test('with PSS', () => {
    const ours = signPss(rsa.privateKey, hash, digest(hash));
    expect(verify(hash, message, { key: rsa.publicKey, ...pss }, ours)).toBe(true);
    const theirs = sign(hash, message, { key: rsa.privateKey, ...pss });
    expect(verifyPss(rsa.publicKey, hash, digest(hash), theirs)).toBe(true);
    expect(verifyPss(rsa.publicKey, hash, other, theirs)).toBe(false);
    expect(verifyPss(rsa.publicKey, hash, digest(hash), sign(hash, message, rsa.privateKey))).toBe(false);
  });
});

describe.each(['prime256v1', 'secp384r1', 'secp521r1', 'secp256k1'])('ECDSA over a digest on %s', (curve) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve });

  test.each(['sha256', 'sha512'])('by %s', (hash) => {
    const ours = signDigest(privateKey, curve, digest(hash));
    expect(verify(hash, message, publicKey, ours)).toBe(true);
    const theirs = sign(hash, message, privateKey);
    expect(verifyDigest(publicKey, curve, digest(hash), theirs)).toBe(true);
    expect(verifyDigest(publicKey, curve, createHash(hash).update('another').digest(), theirs)).toBe(false);
    const changed = Buffer.from(theirs);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(verifyDigest(publicKey, curve, digest(hash), changed)).toBe(false);
    expect(verifyDigest(publicKey, curve, digest(hash), Buffer.from('no signature'))).toBe(false);
  });
});
