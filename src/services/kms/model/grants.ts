import type { GrantListEntry, GrantOperation } from '../../../aws/contract/kms.types.gen.ts';
import { grantOperation, onePrincipal } from '../errors.ts';
import { seconds } from '../operation.ts';
import type { GrantRecord, KeyRecord, Principal } from './tables.ts';

const symmetric: readonly GrantOperation[] = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
];
const always: readonly GrantOperation[] = ['CreateGrant', 'RetireGrant', 'DescribeKey'];

/** https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grant-operations */
export function checkOperations({ spec, usage }: KeyRecord, operations: readonly GrantOperation[]): void {
  const possible = possibleFor(spec, usage);
  const wrong = operations.find((operation) => !possible.includes(operation) && !always.includes(operation));
  if (wrong !== undefined) throw grantOperation(wrong, spec);
}

function possibleFor(spec: KeyRecord['spec'], usage: KeyRecord['usage']): readonly GrantOperation[] {
  switch (usage) {
    case 'ENCRYPT_DECRYPT':
      if (spec === 'SYMMETRIC_DEFAULT') return symmetric;
      return ['Decrypt', 'Encrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GetPublicKey'];
    case 'SIGN_VERIFY':
      return ['Sign', 'Verify', 'GetPublicKey'];
    case 'GENERATE_VERIFY_MAC':
      return ['GenerateMac', 'VerifyMac'];
    case 'KEY_AGREEMENT':
      return ['DeriveSharedSecret', 'GetPublicKey'];
    case 'ENCAPSULATE_DECAPSULATE':
      return ['Encapsulate', 'Decapsulate', 'GetPublicKey'];
    default:
      return usage satisfies never;
  }
}

/** A principal or a service: one of the two members, at most. */
export function principalOf(
  member: 'Grantee' | 'Retiring',
  arn: string | undefined,
  service: string | undefined,
): Principal | undefined {
  if (arn !== undefined && service !== undefined) throw onePrincipal(member);
  if (arn !== undefined) return { arn };
  return service === undefined ? undefined : { service };
}

export function grantOutput(key: KeyRecord, grant: GrantRecord): GrantListEntry {
  const { grantee, retiring, name, constraints } = grant;
  return {
    KeyId: key.arn,
    GrantId: grant.id,
    ...(name !== undefined && { Name: name }),
    CreationDate: seconds(grant.createdAt),
    ...('arn' in grantee ? { GranteePrincipal: grantee.arn } : { GranteeServicePrincipal: grantee.service }),
    ...(retiring !== undefined &&
      ('arn' in retiring
        ? { RetiringPrincipal: retiring.arn }
        : { RetiringServicePrincipal: retiring.service })),
    IssuingAccount: grant.account,
    Operations: [...grant.operations],
    ...(constraints !== undefined && { Constraints: constraints }),
  };
}
