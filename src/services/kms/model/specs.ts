import type {
  EncryptionAlgorithmSpec,
  KeySpec,
  KeyUsageType,
  MacAlgorithmSpec,
  SigningAlgorithmSpec,
} from '../../../aws/contract/kms.types.gen.ts';
import { unsupported } from '../errors.ts';

/** What can be done with a kind of key: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
export type Spec =
  | { readonly kind: 'symmetric' }
  | { readonly kind: 'rsa'; readonly bits: number }
  | {
      readonly kind: 'ec';
      readonly curve: string;
      readonly signing: SigningAlgorithmSpec;
      readonly agreement: boolean;
    }
  | { readonly kind: 'edwards' }
  | { readonly kind: 'hmac'; readonly bytes: number; readonly mac: MacAlgorithmSpec };

const ec = (curve: string, signing: SigningAlgorithmSpec, agreement = true): Spec => ({
  kind: 'ec',
  curve,
  signing,
  agreement,
});

/** Throws for what is not here: SM2 (of the Chinese regions alone) and the post-quantum kinds. */
export function specOf(name: KeySpec): Spec {
  switch (name) {
    case 'SYMMETRIC_DEFAULT':
      return { kind: 'symmetric' };
    case 'RSA_2048':
      return { kind: 'rsa', bits: 2048 };
    case 'RSA_3072':
      return { kind: 'rsa', bits: 3072 };
    case 'RSA_4096':
      return { kind: 'rsa', bits: 4096 };
    case 'ECC_NIST_P256':
      return ec('prime256v1', 'ECDSA_SHA_256');
    case 'ECC_NIST_P384':
      return ec('secp384r1', 'ECDSA_SHA_384');
    case 'ECC_NIST_P521':
      return ec('secp521r1', 'ECDSA_SHA_512');
    case 'ECC_SECG_P256K1':
      return ec('secp256k1', 'ECDSA_SHA_256', false);
    case 'ECC_NIST_EDWARDS25519':
      return { kind: 'edwards' };
    case 'HMAC_224':
      return { kind: 'hmac', bytes: 28, mac: 'HMAC_SHA_224' };
    case 'HMAC_256':
      return { kind: 'hmac', bytes: 32, mac: 'HMAC_SHA_256' };
    case 'HMAC_384':
      return { kind: 'hmac', bytes: 48, mac: 'HMAC_SHA_384' };
    case 'HMAC_512':
      return { kind: 'hmac', bytes: 64, mac: 'HMAC_SHA_512' };
    case 'ML_DSA_44':
    case 'ML_DSA_65':
    case 'ML_DSA_87':
    case 'ML_KEM_512':
    case 'ML_KEM_768':
    case 'ML_KEM_1024':
    case 'SM2':
      throw unsupported(`The key spec ${name}`);
    default:
      return name satisfies never;
  }
}

/** The usages that a kind of key can be made for; the first is the only one where there is one. */
export function usagesOf(spec: Spec): readonly KeyUsageType[] {
  switch (spec.kind) {
    case 'symmetric':
      return ['ENCRYPT_DECRYPT'];
    case 'rsa':
      return ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'];
    case 'ec':
      return spec.agreement ? ['SIGN_VERIFY', 'KEY_AGREEMENT'] : ['SIGN_VERIFY'];
    case 'edwards':
      return ['SIGN_VERIFY'];
    case 'hmac':
      return ['GENERATE_VERIFY_MAC'];
    default:
      return spec satisfies never;
  }
}

export const encryptionAlgorithmsOf = ({ kind }: Spec): EncryptionAlgorithmSpec[] =>
  kind === 'rsa' ? ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] : ['SYMMETRIC_DEFAULT'];

export function signingAlgorithmsOf(spec: Spec): SigningAlgorithmSpec[] {
  switch (spec.kind) {
    case 'rsa':
      return [
        'RSASSA_PKCS1_V1_5_SHA_256',
        'RSASSA_PKCS1_V1_5_SHA_384',
        'RSASSA_PKCS1_V1_5_SHA_512',
        'RSASSA_PSS_SHA_256',
        'RSASSA_PSS_SHA_384',
        'RSASSA_PSS_SHA_512',
      ];
    case 'ec':
      return [spec.signing];
    case 'edwards':
      // AWS has ED25519_PH_SHA_512 too, which node:crypto has not.
      return ['ED25519_SHA_512'];
    case 'symmetric':
    case 'hmac':
      return [];
    default:
      return spec satisfies never;
  }
}
