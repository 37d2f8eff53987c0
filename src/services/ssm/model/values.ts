import { UnsealError } from '../../../kernel/cipher.ts';
import {
  dataTypeUnsupported,
  listItemEmpty,
  notAnImage,
  patternInvalid,
  patternMismatch,
  undecipherable,
  valueEmpty,
  valueTooLong,
} from '../errors.ts';
import type { SsmCall } from '../operation.ts';
import type { VersionRecord } from './tables.ts';

const longest = { Standard: 4096, Advanced: 8192 } as const;

type Checked = Pick<VersionRecord, 'type' | 'tier' | 'dataType' | 'allowedPattern'>;

/** Refuses a value that is too long for its tier, or not of its type, data type or pattern. */
export function checkValue(value: string, { type, tier, dataType, allowedPattern }: Checked): void {
  if (value === '') throw valueEmpty();
  if (value.length > longest[tier]) throw valueTooLong(tier);
  if (type === 'StringList' && value.split(',').includes('')) throw listItemEmpty();
  if (dataType !== 'text' && dataType !== 'aws:ec2:image' && dataType !== 'aws:ssm:integration') {
    throw dataTypeUnsupported(dataType);
  }
  if (dataType === 'aws:ec2:image' && !/^ami-[0-9a-f]{8,17}$/.test(value)) throw notAnImage();
  if (allowedPattern !== undefined && !patternOf(allowedPattern).test(value)) {
    throw patternMismatch(allowedPattern);
  }
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`, 'u');
  } catch {
    throw patternInvalid(text);
  }
}

/** The smallest tier that will do for Intelligent-Tiering. */
export const smallestTier = (value: string): 'Standard' | 'Advanced' =>
  value.length > longest.Standard ? 'Advanced' : 'Standard';

type Place = Pick<VersionRecord, 'account' | 'region' | 'name' | 'version'>;

const contextOf = ({ account, region, name, version }: Place): string =>
  ['ssm', account, region, name, version].join(' ');

export const sealValue = ({ cipher }: Pick<SsmCall, 'cipher'>, place: Place, value: string): string =>
  cipher.seal(Buffer.from(value), contextOf(place));

/** A SecureString that is not to be decrypted is answered as it lies, as by AWS. */
export function readValue({ cipher }: SsmCall, version: VersionRecord, decrypt: boolean | undefined): string {
  if (version.type === 'SecureString' && decrypt !== true) return version.sealed;
  try {
    return cipher.open(version.sealed, contextOf(version)).toString();
  } catch (error) {
    if (error instanceof UnsealError) throw undecipherable(error);
    throw error;
  }
}
