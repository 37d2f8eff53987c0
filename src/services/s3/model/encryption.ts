import type { ServerSideEncryptionRule } from '../../../aws/contract/s3.types.gen.ts';
import { AwsError } from '../../../aws/aws-error.ts';
import { invalidArgument, kmsNotWired, kmsRefused } from '../errors.ts';
import type { S3Call } from '../operation.ts';
import type { BucketRecord, ObjectEncryption } from './tables.ts';

/** Of the account, for Amazon S3: KMS makes it when it is first used. */
const OWN_KEY = 'alias/aws/s3';

/** The members by which requests say how to encrypt. */
export interface AskedEncryption {
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
}

/**
 * How a new object is encrypted: as the request says, else as its bucket does. What is seen of it is AWS's;
 * on the disk it is as safe as the disk. Absent: by Amazon S3's own keys.
 */
export function encryptionOf(
  call: S3Call,
  { settings }: BucketRecord,
  asked: AskedEncryption,
): { readonly encryption?: ObjectEncryption } {
  const rule = settings.encryption?.Rules[0];
  const fallback = rule?.ApplyServerSideEncryptionByDefault;
  const algorithm = asked.ServerSideEncryption ?? fallback?.SSEAlgorithm ?? 'AES256';
  if (asked.SSEKMSKeyId !== undefined && !isKms(asked.ServerSideEncryption)) {
    throw invalidArgument(
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
    );
  }
  if (algorithm === 'AES256') return {};
  if (!isKms(algorithm)) throw invalidArgument('The encryption method specified is not supported');
  const named =
    asked.SSEKMSKeyId ?? (asked.ServerSideEncryption === undefined ? fallback?.KMSMasterKeyID : undefined);
  return {
    encryption: {
      algorithm,
      keyArn: usableKey(call, named ?? OWN_KEY),
      bucketKey: asked.BucketKeyEnabled ?? rule?.BucketKeyEnabled ?? false,
    },
  };
}

/** Throws where a bucket's default could never be obeyed. */
export function checkDefault(call: S3Call, rules: readonly ServerSideEncryptionRule[]): void {
  for (const { ApplyServerSideEncryptionByDefault: by } of rules) {
    if (by?.KMSMasterKeyID !== undefined && !isKms(by.SSEAlgorithm)) {
      throw invalidArgument(
        'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      );
    }
    if (isKms(by?.SSEAlgorithm)) keysOf(call);
  }
}

/** Throws where the key of an object is not there any more, or disabled: then nobody can read it. */
export function checkReadable(
  call: S3Call,
  { encryption }: { readonly encryption?: ObjectEncryption },
): void {
  if (encryption !== undefined) usableKey(call, encryption.keyArn);
}

function usableKey(call: S3Call, keyId: string): string {
  const keys = keysOf(call);
  try {
    return keys.usableKey(keyId, call);
  } catch (error) {
    throw error instanceof AwsError ? kmsRefused(error) : error;
  }
}

const isKms = (algorithm: string | undefined): algorithm is ObjectEncryption['algorithm'] =>
  algorithm === 'aws:kms' || algorithm === 'aws:kms:dsse';

function keysOf({ keys }: S3Call): NonNullable<S3Call['keys']> {
  if (keys === undefined) throw kmsNotWired();
  return keys;
}

export interface EncryptionMembers {
  readonly ServerSideEncryption: 'AES256' | ObjectEncryption['algorithm'];
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
}

/** How an object is encrypted, as members of an answer. */
export function encryptionMembers({
  encryption,
}: {
  readonly encryption?: ObjectEncryption;
}): EncryptionMembers {
  if (encryption === undefined) return { ServerSideEncryption: 'AES256' };
  const { algorithm, keyArn, bucketKey } = encryption;
  return {
    ServerSideEncryption: algorithm,
    SSEKMSKeyId: keyArn,
    ...(bucketKey && { BucketKeyEnabled: true }),
  };
}
