import { AwsError } from '../../../aws/aws-error.ts';
import { UnsealError } from '../../../kernel/cipher.ts';
import { cannotDecrypt, cannotEncrypt, twoValues, undecipherable } from '../errors.ts';
import type { SecretsCall } from '../operation.ts';
import type { SecretRecord, VersionRecord } from './tables.ts';

/** A value as it is given and answered; binary ones in base64, as on the wire. */
export interface SecretValue {
  readonly SecretString?: string;
  readonly SecretBinary?: string;
}

type Identity = Pick<VersionRecord, 'secretArn' | 'versionId'>;
type Sealed = Pick<VersionRecord, 'kind' | 'sealed' | 'keyArn'>;

/** The account's own, where a secret names none. */
const defaultKey = 'alias/aws/secretsmanager';

/** An empty text stands for the account's own key. */
export const namedKey = (keyId: string | undefined): string | undefined => (keyId === '' ? undefined : keyId);

/** The one value that was given; `undefined` for none. An empty one is none, as to AWS. */
export function givenValue({ SecretString, SecretBinary }: SecretValue): SecretValue | undefined {
  const text = SecretString === '' ? undefined : SecretString;
  const binary = SecretBinary === '' ? undefined : SecretBinary;
  if (text !== undefined && binary !== undefined) throw twoValues();
  if (text !== undefined) return { SecretString: text };
  return binary === undefined ? undefined : { SecretBinary: binary };
}

/** Encrypted under the secret's key, and so that it opens only as this version of this secret. */
export function sealValue(
  call: SecretsCall,
  secret: SecretRecord,
  versionId: string,
  value: SecretValue,
): Sealed {
  const { SecretString: text = '', SecretBinary: binary } = value;
  const plain = binary === undefined ? Buffer.from(text) : Buffer.from(binary, 'base64');
  return {
    kind: binary === undefined ? 'string' : 'binary',
    ...encrypt(call, secret.kmsKeyId ?? defaultKey, { secretArn: secret.arn, versionId }, plain),
  };
}

/**
 * The same value under another key. It stays as it is where its own key does not open it any more, and where the
 * caller may not encrypt with the new one, as by AWS: so a secret whose key is lost can still be given another.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-encryption-key.html
 */
export function resealValue(call: SecretsCall, secret: SecretRecord, version: VersionRecord): VersionRecord {
  let plain: Buffer;
  try {
    plain = decrypt(call, version);
  } catch (error) {
    if (error instanceof AwsError) return version;
    throw error;
  }
  try {
    return { ...version, ...encrypt(call, secret.kmsKeyId ?? defaultKey, version, plain) };
  } catch (error) {
    if (error instanceof AwsError && error.code === 'AccessDeniedException') return version;
    throw error;
  }
}

export function openValue(call: SecretsCall, version: VersionRecord): SecretValue {
  if (version.kind === 'none') return {};
  const plain = decrypt(call, version);
  return version.kind === 'string'
    ? { SecretString: plain.toString() }
    : { SecretBinary: plain.toString('base64') };
}

function encrypt(
  call: SecretsCall,
  keyId: string,
  identity: Identity,
  plain: Buffer,
): Pick<VersionRecord, 'sealed' | 'keyArn'> {
  try {
    const { blob, keyArn } = call.keys.encrypt(keyId, plain, { caller: call, context: contextOf(identity) });
    return { sealed: blob.toString('base64'), keyArn };
  } catch (error) {
    if (error instanceof AwsError) throw cannotEncrypt(error, call.requestId);
    throw error;
  }
}

function decrypt(call: SecretsCall, version: VersionRecord): Buffer {
  const { sealed, keyArn, secretArn, versionId } = version;
  try {
    if (keyArn === undefined) return call.cipher.open(sealed, `${secretArn} ${versionId}`);
    const use = { caller: call, context: contextOf(version) };
    return call.keys.decrypt(Buffer.from(sealed, 'base64'), use).plain;
  } catch (error) {
    if (error instanceof UnsealError) throw undecipherable(error);
    if (error instanceof AwsError) throw cannotDecrypt(error, call.requestId);
    throw error;
  }
}

/** As AWS has it: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
const contextOf = ({ secretArn, versionId }: Identity): Record<string, string> => ({
  SecretARN: secretArn,
  SecretVersionId: versionId,
});

export const sameValue = (a: SecretValue, b: SecretValue): boolean =>
  a.SecretString === b.SecretString && a.SecretBinary === b.SecretBinary;
