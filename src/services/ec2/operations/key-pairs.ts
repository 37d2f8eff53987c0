import type { KeyPairInfo } from '../../../aws/contract/ec2.types.gen.ts';
import { missingParameter } from '../errors.ts';
import { badKey } from '../errors-compute.ts';
import { describe } from '../model/describe.ts';
import { byMember, type FilterTable, tagFilters } from '../model/filters.ts';
import { find, findAll } from '../model/find.ts';
import { checkNewName, keepKeyPair, keyPairNamed } from '../model/key-pairs.ts';
import { fingerprintOf, readPublicKey } from '../model/open-ssh.ts';
import type { KeyPairRecord } from '../model/records-compute.ts';
import { newTags, tagsOf } from '../model/tags.ts';
import type { Ec2Operation } from '../operation.ts';

export const keyPairFilters: FilterTable = {
  ...tagFilters,
  ...byMember('key-pair-id key-name'),
  fingerprint: 'KeyFingerprint',
};

export const importKeyPair: Ec2Operation<'ImportKeyPair'> = (input, call) => {
  const line = Buffer.from(input.PublicKeyMaterial, 'base64').toString();
  checkNewName(call, input.KeyName);
  const key = readPublicKey(line);
  if (key === undefined) throw badKey();
  const pair = keepKeyPair(call, {
    name: input.KeyName,
    type: key.asymmetricKeyType === 'rsa' ? 'rsa' : 'ed25519',
    fingerprint: fingerprintOf(key),
    publicKey: line.trim(),
    tags: newTags(input.TagSpecifications, 'key-pair'),
  });
  return {
    KeyPairId: pair.id,
    KeyName: pair.name,
    KeyFingerprint: pair.fingerprint,
    Tags: tagsOf(pair),
  };
};

export const describeKeyPairs: Ec2Operation<'DescribeKeyPairs'> = (input, call) => {
  const { KeyPairIds, KeyNames } = input;
  const rows =
    KeyPairIds === undefined && KeyNames === undefined
      ? call.tables['key-pair'].list(call)
      : [
          ...findAll(call, 'key-pair', KeyPairIds ?? []),
          ...(KeyNames ?? []).map((name) => keyPairNamed(call, name)),
        ];
  const { items } = describe(
    rows,
    { Filters: input.Filters },
    {
      filters: keyPairFilters,
      show: (pair) => show(pair, input.IncludePublicKey === true),
      keyOf: ({ KeyPairId }) => KeyPairId,
    },
  );
  return { KeyPairs: items };
};

const show = (pair: KeyPairRecord, withPublicKey: boolean): KeyPairInfo => ({
  KeyPairId: pair.id,
  KeyName: pair.name,
  KeyType: pair.type,
  KeyFingerprint: pair.fingerprint,
  PublicKey: withPublicKey ? pair.publicKey : undefined,
  CreateTime: pair.createdAt / 1000,
  Tags: tagsOf(pair),
});

/** A name that nobody has is no error. */
export const deleteKeyPair: Ec2Operation<'DeleteKeyPair'> = ({ KeyName, KeyPairId }, call) => {
  if (KeyName === undefined && KeyPairId === undefined) throw missingParameter('KeyName');
  const pair =
    KeyPairId === undefined
      ? call.tables['key-pair'].list(call).find(({ name }) => name === KeyName)
      : find(call, 'key-pair', KeyPairId);
  if (pair !== undefined) call.tables['key-pair'].delete(pair);
  return { Return: true, KeyPairId: pair?.id };
};
