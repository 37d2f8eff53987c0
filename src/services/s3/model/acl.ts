import type { Grant } from '../../../aws/contract/s3.types.gen.ts';
import { accessDenied, aclsOff, emailGrants, invalidArgument, malformedAcl } from '../errors.ts';
import { ownerOf } from '../operation.ts';
import type { BucketRecord } from './tables.ts';

/** The members by which requests give access. */
export interface AskedAccess {
  readonly ACL?: string;
  readonly GrantFullControl?: string;
  readonly GrantRead?: string;
  readonly GrantReadACP?: string;
  readonly GrantWrite?: string;
  readonly GrantWriteACP?: string;
}

type Permission = NonNullable<Grant['Permission']>;
type Grantee = NonNullable<Grant['Grantee']>;

const GROUPS = 'http://acs.amazonaws.com/groups/';
const ALL_USERS = `${GROUPS}global/AllUsers`;
const AUTHENTICATED_USERS = `${GROUPS}global/AuthenticatedUsers`;
const LOG_DELIVERY = `${GROUPS}s3/LogDelivery`;
/** Amazon EC2, which reads images from buckets. */
const EC2 = '6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c';

const group = (URI: string, Permission: Permission): Grant => ({
  Grantee: { Type: 'Group', URI },
  Permission,
});

/** What a canned list grants beside everything to the owner. */
const CANNED: Readonly<Record<string, readonly Grant[]>> = {
  private: [],
  'public-read': [group(ALL_USERS, 'READ')],
  'public-read-write': [group(ALL_USERS, 'READ'), group(ALL_USERS, 'WRITE')],
  'authenticated-read': [group(AUTHENTICATED_USERS, 'READ')],
  'aws-exec-read': [{ Grantee: { Type: 'CanonicalUser', ID: EC2 }, Permission: 'READ' }],
  'log-delivery-write': [group(LOG_DELIVERY, 'WRITE'), group(LOG_DELIVERY, 'READ_ACP')],
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
};

/** All that somebody without a list of their own grants. */
export function ownersGrants(account: string): readonly Grant[] {
  return [{ Grantee: { Type: 'CanonicalUser', ...ownerOf(account) }, Permission: 'FULL_CONTROL' }];
}

export function areAclsOn({ settings }: BucketRecord): boolean {
  const { ownershipControls } = settings;
  // A bucket whose controls were deleted is as buckets were before there were any.
  if (ownershipControls === 'none') return true;
  const [rule] = ownershipControls?.Rules ?? [];
  return rule !== undefined && rule.ObjectOwnership !== 'BucketOwnerEnforced';
}

/**
 * The list that a request gives, where lists are on. Where they are off, as in every bucket that AWS makes
 * today, only the owner's own may be given, which changes nothing.
 */
export function grantsAsked(
  bucket: BucketRecord,
  owner: string,
  asked: AskedAccess,
): { readonly acl?: readonly Grant[] } {
  const headers: readonly (readonly [Permission, string | undefined])[] = [
    ['FULL_CONTROL', asked.GrantFullControl],
    ['READ', asked.GrantRead],
    ['READ_ACP', asked.GrantReadACP],
    ['WRITE', asked.GrantWrite],
    ['WRITE_ACP', asked.GrantWriteACP],
  ];
  const isGranted = headers.some(([, text]) => text !== undefined);
  if (asked.ACL === undefined && !isGranted) return {};
  if (!areAclsOn(bucket)) {
    if (isGranted || asked.ACL !== 'bucket-owner-full-control') throw aclsOff();
    return {};
  }
  if (asked.ACL !== undefined && isGranted) {
    throw invalidArgument('Specifying both Canned ACLs and Header Grants is not allowed');
  }
  const acl =
    asked.ACL === undefined
      ? headers.flatMap(([permission, text]) => granted(permission, text))
      : [...ownersGrants(owner), ...cannedGrants(asked.ACL)];
  refusePublic(bucket, acl);
  return { acl };
}

function cannedGrants(name: string): readonly Grant[] {
  const grants = Object.hasOwn(CANNED, name) ? CANNED[name] : undefined;
  if (grants === undefined) throw invalidArgument('The canned ACL you provided is not valid');
  return grants;
}

/** `id="…", uri="…"` */
function granted(permission: Permission, text: string | undefined): readonly Grant[] {
  if (text === undefined) return [];
  return text.split(',').map((part) => {
    const [, kind, value = ''] = /^\s*(id|uri|emailAddress)\s*=\s*"?([^"]*)"?\s*$/.exec(part) ?? [];
    if (kind === 'emailAddress') throw emailGrants();
    if (kind === undefined) throw invalidArgument('Argument format not recognized');
    const grantee: Grantee =
      kind === 'id' ? { Type: 'CanonicalUser', ID: value } : { Type: 'Group', URI: value };
    return checked({ Grantee: grantee, Permission: permission });
  });
}

/** A whole list, as a document has it. Throws MalformedACLError. */
export function grantsInDocument(bucket: BucketRecord, grants: readonly Grant[]): readonly Grant[] {
  if (grants.length > 100) throw malformedAcl();
  const acl = grants.map(checked);
  refusePublic(bucket, acl);
  return acl;
}

function checked(grant: Grant): Grant {
  const { Grantee: grantee, Permission } = grant;
  if (grantee === undefined || Permission === undefined) throw malformedAcl();
  if (grantee.Type === 'AmazonCustomerByEmail') throw emailGrants();
  if (
    grantee.Type === 'Group' &&
    ![ALL_USERS, AUTHENTICATED_USERS, LOG_DELIVERY].includes(grantee.URI ?? '')
  ) {
    throw invalidArgument('Invalid group uri');
  }
  if (grantee.Type === 'CanonicalUser' && !/^[0-9a-f]{64}$/.test(grantee.ID ?? ''))
    throw invalidArgument('Invalid id');
  return grant;
}

function refusePublic({ settings }: BucketRecord, grants: readonly Grant[]): void {
  const isPublic = grants.some(({ Grantee: grantee }) =>
    [ALL_USERS, AUTHENTICATED_USERS].includes(grantee?.URI ?? ''),
  );
  const { publicAccessBlock: blocks } = settings;
  const isBlocked = blocks === undefined || (blocks !== 'none' && blocks.BlockPublicAcls === true);
  if (isPublic && isBlocked) throw accessDenied();
}
