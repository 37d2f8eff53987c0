import { headerNotImplemented } from '../errors.ts';

/** Members that would have to be obeyed and are not, with the headers that they come in. */
const REFUSED: Readonly<Record<string, string>> = {
  SSECustomerAlgorithm: 'x-amz-server-side-encryption-customer-algorithm',
  SSECustomerKey: 'x-amz-server-side-encryption-customer-key',
  SSECustomerKeyMD5: 'x-amz-server-side-encryption-customer-key-MD5',
  CopySourceSSECustomerAlgorithm: 'x-amz-copy-source-server-side-encryption-customer-algorithm',
  CopySourceSSECustomerKey: 'x-amz-copy-source-server-side-encryption-customer-key',
  CopySourceSSECustomerKeyMD5: 'x-amz-copy-source-server-side-encryption-customer-key-MD5',
  SSEKMSEncryptionContext: 'x-amz-server-side-encryption-context',
  ObjectLockMode: 'x-amz-object-lock-mode',
  ObjectLockRetainUntilDate: 'x-amz-object-lock-retain-until-date',
  ObjectLockLegalHoldStatus: 'x-amz-object-lock-legal-hold',
  ObjectLockEnabledForBucket: 'x-amz-bucket-object-lock-enabled',
  ObjectLockEventHold: 'x-amz-object-lock-event-hold',
  ObjectLockEventHoldDurationDays: 'x-amz-object-lock-event-hold-duration-days',
  ObjectLockEventHoldDurationYears: 'x-amz-object-lock-event-hold-duration-years',
  WriteOffsetBytes: 'x-amz-write-offset-bytes',
  WebsiteRedirectLocation: 'x-amz-website-redirect-location',
  MFA: 'x-amz-mfa',
  BucketNamespace: 'x-amz-bucket-namespace',
};

/** Refuses what cannot be done instead of ignoring it. */
export function refuseUnsupported(input: object): void {
  const members = new Map<string, unknown>(Object.entries(input));
  for (const [member, headerName] of Object.entries(REFUSED)) {
    const value = members.get(member);
    if (value !== undefined && value !== false) throw headerNotImplemented(headerName);
  }
}
