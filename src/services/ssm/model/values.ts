import { AwsError } from '../../../aws/aws-error.ts';
import { UnsealError } from '../../../kernel/cipher.ts';
import {
  dataTypeUnsupported,
  keyRefused,
  listItemEmpty,
  nestedParameter,
  notAnImage,
  patternInvalid,
  patternMismatch,
  undecipherable,
  valueEmpty,
  valueTooLong,
} from '../errors.ts';
import type { SsmCall } from '../operation.ts';
import { arnOf } from './arns.ts';
import type { VersionRecord } from './tables.ts';

const longest = { Standard: 4096, Advanced: 8192 } as const;

type Checked = Pick<VersionRecord, 'type' | 'tier' | 'dataType' | 'allowedPattern'>;

/** Refuses a value that is too long for its tier, or not of its type, data type or pattern. */
export function checkValue(value: string, { type, tier, dataType, allowedPattern }: Checked): void {
  if (value === '') throw valueEmpty();
  if (value.length > longest[tier]) throw valueTooLong(tier);
  if (/\{\{.*\}\}/.test(value)) throw nestedParameter();
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

const sealOf = ({ account, region, name, version }: Place): string =>
  ['ssm', account, region, name, version].join(' ');

/** A SecureString is encrypted under its key; what is none is sealed all the same. */
export function sealValue(
  call: SsmCall,
  place: Place,
  value: string,
  keyId: string | undefined,
): Pick<VersionRecord, 'sealed' | 'keyArn'> {
  const plain = Buffer.from(value);
  if (keyId === undefined) return { sealed: call.cipher.seal(plain, sealOf(place)) };
  try {
    const { blob, keyArn } = call.keys.encrypt(keyId, plain, {
      caller: call,
      context: contextOf(call, place),
    });
    return { sealed: blob.toString('base64'), keyArn };
  } catch (error) {
    if (error instanceof AwsError) throw keyRefused(error, call.requestId);
    throw error;
  }
}

/** A SecureString that is not to be decrypted is answered as it lies, as by AWS. */
export function readValue(call: SsmCall, version: VersionRecord, decrypt: boolean | undefined): string {
  const { type, sealed, keyArn } = version;
  if (type === 'SecureString' && decrypt !== true) return sealed;
  try {
    if (keyArn === undefined) return call.cipher.open(sealed, sealOf(version)).toString();
    const use = { caller: call, context: contextOf(call, version) };
    return call.keys.decrypt(Buffer.from(sealed, 'base64'), use).plain.toString();
  } catch (error) {
    if (error instanceof UnsealError) throw undecipherable(error);
    if (error instanceof AwsError) throw keyRefused(error, call.requestId);
    throw error;
  }
}

/** As AWS has it: https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html */
const contextOf = (call: SsmCall, place: Place): Record<string, string> => ({
  PARAMETER_ARN: arnOf(call, place),
});
