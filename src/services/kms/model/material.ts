import { generateKeyPair, generateKeyPairSync, type KeyPairKeyObjectResult, randomBytes } from 'node:crypto';
import type { RotationType } from '../../../aws/contract/kms.types.gen.ts';
import type { KmsCall } from '../operation.ts';
import type { Spec } from './specs.ts';
import type { KeyRecord, MaterialRecord } from './tables.ts';

/** What a key is made of: bytes, or a private key as PKCS #8 with the public one as SubjectPublicKeyInfo. */
export interface Material {
  readonly secret: Buffer;
  readonly publicKey?: Buffer;
}

export const secretLength = 32;

const materialOf = ({ publicKey, privateKey }: KeyPairKeyObjectResult): Material => ({
  secret: privateKey.export({ type: 'pkcs8', format: 'der' }),
  publicKey: publicKey.export({ type: 'spki', format: 'der' }),
});

/** At once, save for RSA, which takes up to a second and would hold up all others. */
export function newMaterial(spec: Spec): Material | Promise<Material> {
  switch (spec.kind) {
    case 'symmetric':
      return { secret: randomBytes(secretLength) };
    case 'hmac':
      return { secret: randomBytes(spec.bytes) };
    case 'ec':
      return materialOf(generateKeyPairSync('ec', { namedCurve: spec.curve }));
    case 'edwards':
      return materialOf(generateKeyPairSync('ed25519'));
    case 'rsa':
      return new Promise((resolve, reject) => {
        generateKeyPair('rsa', { modulusLength: spec.bits }, (error, publicKey, privateKey) => {
          if (error === null) resolve(materialOf({ publicKey, privateKey }));
          else reject(error);
        });
      });
    default:
      return spec satisfies never;
  }
}

const sealOf = ({ keyId, version }: Pick<MaterialRecord, 'keyId' | 'version'>): string =>
  `kms ${keyId} ${version}`;

export function keepMaterial(
  call: Pick<KmsCall, 'tables' | 'cipher' | 'now'>,
  identity: Pick<MaterialRecord, 'keyId' | 'version'>,
  secret: Uint8Array,
  rotation?: RotationType,
): MaterialRecord {
  const material: MaterialRecord = {
    ...identity,
    id: randomBytes(32).toString('hex'),
    sealed: call.cipher.seal(secret, sealOf(identity)),
    createdAt: call.now,
    ...(rotation !== undefined && { rotation }),
  };
  call.tables.materials.put(material);
  return material;
}

/** Unsealed material, for as long as its row is at hand: a row never changes. */
const opened = new WeakMap<MaterialRecord, Buffer>();

/** The material of a version; `undefined` where there never was one. */
export function secretOf(
  { tables, cipher }: Pick<KmsCall, 'tables' | 'cipher'>,
  key: KeyRecord,
  version = key.version,
): { readonly secret: Buffer; readonly materialId: string } | undefined {
  const found = tables.materials.get(key.id, version);
  if (found === undefined) return undefined;
  const secret = opened.get(found) ?? cipher.open(found.sealed, sealOf(found));
  opened.set(found, secret);
  return { secret, materialId: found.id };
}

/** The material that is in use now. */
export function currentSecret(call: Pick<KmsCall, 'tables' | 'cipher'>, key: KeyRecord): Buffer {
  const found = secretOf(call, key);
  if (found === undefined) throw new Error(`the material of ${key.arn} is missing`);
  return found.secret;
}

/** New material under which all is encrypted from now on; what was encrypted before can still be read. */
export function rotate(
  call: Pick<KmsCall, 'tables' | 'cipher' | 'now'>,
  key: KeyRecord,
  rotation: RotationType,
): KeyRecord {
  const version = key.version + 1;
  const { id } = keepMaterial(call, { keyId: key.id, version }, randomBytes(secretLength), rotation);
  return { ...key, version, materialId: id };
}
