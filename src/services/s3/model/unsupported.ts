import { aclsOff, headerNotImplemented, invalidVersion } from '../errors.ts';

/** Members that would have to be obeyed and are not, with the headers that they come in. */
const REFUSED: Readonly<Record<string, string>> = {
  SSECustomerAlgorithm: 'x-amz-server-side-encryption-customer-algorithm',
  SSECustomerKey: 'x-amz-server-side-encryption-customer-key',
  CopySourceSSECustomerAlgorithm: 'x-amz-copy-source-server-side-encryption-customer-algorithm',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  SSEKMSEncryptionContext: 'x-amz-server-side-encryption-context',
  ObjectLockMode: 'x-amz-object-lock-mode',
  ObjectLockRetainUntilDate: 'x-amz-object-lock-retain-until-date',
  ObjectLockLegalHoldStatus: 'x-amz-object-lock-legal-hold',
  ObjectLockEnabledForBucket: 'x-amz-bucket-object-lock-enabled',
  WriteOffsetBytes: 'x-amz-write-offset-bytes',
  WebsiteRedirectLocation: 'x-amz-website-redirect-location',
  MFA: 'x-amz-mfa',
  BucketNamespace: 'x-amz-bucket-namespace',
};

const ACLS = ['ACL', 'GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWrite', 'GrantWriteACP'];

/**
 * Refuses what cannot be done instead of ignoring it. Access control lists are off, as they are in every
 * bucket that AWS makes today, where only the owner's own may be given. There are no versions, so the only
 * id of one is `null`.
 */
export function refuseUnsupported(input: object): void {
  const members = new Map<string, unknown>(Object.entries(input));
  const isGiven = (name: string): boolean => {
    const value = members.get(name);
    return value !== undefined && value !== false;
  };
  for (const [member, headerName] of Object.entries(REFUSED)) {
    if (isGiven(member)) throw headerNotImplemented(headerName);
  }
  const encryption = members.get('ServerSideEncryption');
  if (encryption !== undefined && encryption !== 'AES256') {
    throw headerNotImplemented('x-amz-server-side-encryption');
  }
  if (ACLS.some((name) => isGiven(name) && members.get(name) !== 'bucket-owner-full-control'))
    throw aclsOff();
  const version = members.get('VersionId');
  if (version !== undefined && version !== 'null') throw invalidVersion();
}
