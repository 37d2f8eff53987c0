import { UnsealError } from '../../../kernel/cipher.ts';
import { twoValues, undecipherable } from '../errors.ts';
import type { SecretsCall } from '../operation.ts';
import type { VersionRecord } from './tables.ts';

/** A value as it is given and answered; binary ones in base64, as on the wire. */
export interface SecretValue {
  readonly SecretString?: string;
  readonly SecretBinary?: string;
}

type Sealed = Pick<VersionRecord, 'kind' | 'sealed'>;

/** The one value that was given; `undefined` for none. An empty one is none, as to AWS. */
export function givenValue({ SecretString, SecretBinary }: SecretValue): SecretValue | undefined {
  const text = SecretString === '' ? undefined : SecretString;
  const binary = SecretBinary === '' ? undefined : SecretBinary;
  if (text !== undefined && binary !== undefined) throw twoValues();
  if (text !== undefined) return { SecretString: text };
  return binary === undefined ? undefined : { SecretBinary: binary };
}

export function sealValue({ cipher }: SecretsCall, context: string, value: SecretValue): Sealed {
  return value.SecretBinary === undefined
    ? { kind: 'string', sealed: cipher.seal(Buffer.from(value.SecretString ?? ''), context) }
    : { kind: 'binary', sealed: cipher.seal(Buffer.from(value.SecretBinary, 'base64'), context) };
}

export function openValue({ cipher }: SecretsCall, version: VersionRecord): SecretValue {
  try {
    const plain = cipher.open(version.sealed, contextOf(version));
    return version.kind === 'string'
      ? { SecretString: plain.toString() }
      : { SecretBinary: plain.toString('base64') };
  } catch (error) {
    if (error instanceof UnsealError) throw undecipherable(error);
    throw error;
  }
}

export const contextOf = ({ secretArn, versionId }: Pick<VersionRecord, 'secretArn' | 'versionId'>): string =>
  `${secretArn} ${versionId}`;

export const sameValue = (a: SecretValue, b: SecretValue): boolean =>
  a.SecretString === b.SecretString && a.SecretBinary === b.SecretBinary;
