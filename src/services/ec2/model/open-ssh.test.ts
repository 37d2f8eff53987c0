import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { ed25519PrivateKey, fingerprintOf, publicKeyLine, readPublicKey } from './open-ssh.ts';

test.each(['rsa', 'ed25519'] as const)('a line with a key of type %s holds that key', (type) => {
  const { publicKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 1024 }) : generateKeyPairSync('ed25519');
  const read = readPublicKey(publicKeyLine(publicKey, 'somebody'));
  expect(read?.export({ format: 'jwk' })).toEqual(publicKey.export({ format: 'jwk' }));
});

test('what is no key of the two types is none', () => {
  expect([
    readPublicKey('ssh-dss AAAAB3NzaC1kc3MAAACB'),
    readPublicKey('ssh-rsa AAAA'),
    readPublicKey('ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIMOTxw+JrM9bbU4kDNjH+FiFVo7PJp71YA5OTNACWaD5'),
    readPublicKey(''),
  ]).toEqual([undefined, undefined, undefined, undefined]);
});

test('fingerprints are those that ssh-keygen and openssl show', () => {
  const line = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMOTxw+JrM9bbU4kDNjH+FiFVo7PJp71YA5OTNACWaD5 k2';
  const key = readPublicKey(line);
  expect(key && fingerprintOf(key)).toBe('mlgAdYGYK2APppJXlACSoTwL/LRa3ZPNG3oCz/iLftk=');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  // Twenty bytes of SHA-1 for a key that EC2 has made, sixteen of MD5 for one that was imported.
  expect(fingerprintOf(privateKey)).toMatch(/^([0-9a-f]{2}:){19}[0-9a-f]{2}$/);
  expect(fingerprintOf(createPublicKey(privateKey))).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
});

test('a private key is a whole number of blocks, and holds its public key', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const lines = ed25519PrivateKey(privateKey).trim().split('\n');
  expect([lines[0], lines.at(-1)]).toEqual([
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    '-----END OPENSSH PRIVATE KEY-----',
  ]);
  const bytes = Buffer.from(lines.slice(1, -1).join(''), 'base64');
  expect(bytes.subarray(0, 15).toString()).toBe('openssh-key-v1\0');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  expect(bytes.indexOf(raw)).toBeGreaterThan(0);
  const secretLength = bytes.length - bytes.indexOf(raw) - raw.length - 4;
  expect(secretLength % 8).toBe(0);
});
