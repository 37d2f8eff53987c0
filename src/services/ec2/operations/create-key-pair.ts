import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import type { CreateKeyPairRequest, KeyPair } from '../../../aws/contract/ec2.types.gen.ts';
import { unsupported } from '../errors.ts';
import { checkNewName, keepKeyPair } from '../model/key-pairs.ts';
import { ed25519PrivateKey, fingerprintOf, publicKeyLine } from '../model/open-ssh.ts';
import { newTags, tagsOf } from '../model/tags.ts';
import type { SlowCall } from './slow.ts';

/** Makes a real key: in another thread, because finding primes takes a tenth of a second and more. */
export async function createKeyPair(input: CreateKeyPairRequest, call: SlowCall): Promise<KeyPair> {
  const type = input.KeyType ?? 'rsa';
  if (input.KeyFormat === 'ppk') throw unsupported('KeyFormat=ppk');
  const tags = newTags(input.TagSpecifications, 'key-pair');
  checkNewName(call, input.KeyName);
  const key = await newPrivateKey(type);
  return call.commit(() => {
    // Somebody may have taken the name meanwhile.
    checkNewName(call, input.KeyName);
    const pair = keepKeyPair(call, {
      name: input.KeyName,
      type,
      fingerprint: fingerprintOf(key),
      publicKey: publicKeyLine(createPublicKey(key), input.KeyName),
      tags,
    });
    return {
      KeyPairId: pair.id,
      KeyName: pair.name,
      KeyFingerprint: pair.fingerprint,
      KeyMaterial:
        type === 'rsa'
          ? String(key.export({ type: 'pkcs1', format: 'pem' })).trimEnd()
          : ed25519PrivateKey(key),
      Tags: tagsOf(pair),
    };
  });
}

function newPrivateKey(type: 'rsa' | 'ed25519'): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, _: KeyObject, key: KeyObject): void => {
      if (error === null) resolve(key);
      else reject(error);
    };
    if (type === 'rsa') generateKeyPair('rsa', { modulusLength: 2048 }, done);
    else generateKeyPair('ed25519', undefined, done);
  });
}
