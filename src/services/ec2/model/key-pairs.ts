import { badValue } from '../errors.ts';
import { keyPairExists, noSuchKeyPair } from '../errors-compute.ts';
import type { Ec2Call } from '../operation.ts';
import { newId } from './find.ts';
import type { KeyPairRecord } from './records-compute.ts';

export function checkNewName(call: Ec2Call, name: string): void {
  if (name === '' || name.length > 255) throw badValue(name, 'keyName', 'Length exceeds maximum of 255.');
  if (call.tables['key-pair'].list(call).some((pair) => pair.name === name)) throw keyPairExists();
}

export function keepKeyPair(
  call: Ec2Call,
  pair: Pick<KeyPairRecord, 'name' | 'type' | 'fingerprint' | 'publicKey' | 'tags'>,
): KeyPairRecord {
  const { account, region, now } = call;
  const kept = { ...pair, account, region, id: newId(call, 'key-pair'), createdAt: now };
  call.tables['key-pair'].put(kept);
  return kept;
}

export function keyPairNamed(call: Ec2Call, name: string): KeyPairRecord {
  const found = call.tables['key-pair'].list(call).find((pair) => pair.name === name);
  if (found === undefined) throw noSuchKeyPair(name);
  return found;
}
