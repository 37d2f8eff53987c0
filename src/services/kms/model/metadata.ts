import type {
  CustomerMasterKeySpec,
  KeyMetadata,
  KeySpec,
  KeyState,
} from '../../../aws/contract/kms.types.gen.ts';
import { seconds } from '../operation.ts';
import { encryptionAlgorithmsOf, signingAlgorithmsOf, specOf } from './specs.ts';
import type { KeyRecord } from './tables.ts';

export function stateOf({ deletionAt, enabled }: KeyRecord): KeyState {
  if (deletionAt !== undefined) return 'PendingDeletion';
  return enabled ? 'Enabled' : 'Disabled';
}

/** A key as CreateKey and DescribeKey tell it. */
export function metadataOf(key: KeyRecord): KeyMetadata {
  const { deletionAt, spec } = key;
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: seconds(key.createdAt),
    Enabled: stateOf(key) === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: stateOf(key),
    ...(deletionAt !== undefined && { DeletionDate: seconds(deletionAt) }),
    Origin: 'AWS_KMS',
    KeyManager: key.managedFor === undefined ? 'CUSTOMER' : 'AWS',
    ...(isOlder(spec) && { CustomerMasterKeySpec: spec }),
    KeySpec: spec,
    ...algorithmsOf(key),
    MultiRegion: false,
    ...(key.materialId !== undefined &&
      spec === 'SYMMETRIC_DEFAULT' && { CurrentKeyMaterialId: key.materialId }),
  };
}

/** The older name of KeySpec does not know the newer specs. */
export const isOlder = (spec: KeySpec): spec is CustomerMasterKeySpec =>
  spec !== 'ECC_NIST_EDWARDS25519' && !spec.startsWith('ML_');

/** What the key can do, under the name that its usage has for it. */
export function algorithmsOf({ spec: name, usage }: KeyRecord): Partial<KeyMetadata> {
  const spec = specOf(name);
  switch (usage) {
    case 'ENCRYPT_DECRYPT':
      return { EncryptionAlgorithms: encryptionAlgorithmsOf(spec) };
    case 'SIGN_VERIFY':
      return { SigningAlgorithms: signingAlgorithmsOf(spec) };
    case 'GENERATE_VERIFY_MAC':
      return { MacAlgorithms: spec.kind === 'hmac' ? [spec.mac] : [] };
    case 'KEY_AGREEMENT':
      return { KeyAgreementAlgorithms: ['ECDH'] };
    case 'ENCAPSULATE_DECAPSULATE':
      return {};
    default:
      return usage satisfies never;
  }
}
