import { malformedPolicy } from '../errors.ts';

/*
 * What Amazon S3 checks of a bucket's policy when it is put. What the policy allows is weighed elsewhere: see
 * `demands.ts`.
 */

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

const MOST_BYTES = 20_480;
const FIELDS: readonly string[] = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** The statements of a policy. Throws MalformedPolicy in AWS's words. */
export function checkPolicy(text: string, bucket: string): readonly Statement[] {
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw malformedPolicy(
      `Normalized policy document exceeds the maximum allowed size of ${MOST_BYTES} bytes.`,
    );
  }
  const policy = parse(text);
  for (const name of Object.keys(policy)) {
    if (!['Version', 'Id', 'Statement'].includes(name)) throw malformedPolicy(`Unknown field ${name}`);
  }
  const { Version, Statement } = policy;
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    throw malformedPolicy('The policy must contain a valid version string');
  }
  if (Statement === undefined) throw malformedPolicy('Missing required field Statement');
  const statements: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  if (statements.length === 0) throw malformedPolicy('Could not parse the policy: Statement is empty!');
  return statements.map((statement) => checkStatement(statement, bucket));
}

function parse(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformedPolicy(
      text.trimStart().startsWith('{')
        ? 'This policy contains invalid Json'
        : "Policies must be valid JSON and the first byte must be '{'",
    );
  }
  if (!isObject(value)) throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  return value;
}

function checkStatement(value: unknown, bucket: string): Statement {
  if (!isObject(value)) throw malformedPolicy('Invalid policy syntax.');
  for (const name of Object.keys(value)) {
    if (!FIELDS.includes(name)) throw malformedPolicy(`Unknown field ${name}`);
  }
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = value;
  if (Effect === undefined) throw malformedPolicy('Missing required field Effect');
  if (Effect !== 'Allow' && Effect !== 'Deny') {
    throw malformedPolicy(`Invalid effect: ${typeof Effect === 'string' ? Effect : JSON.stringify(Effect)}`);
  }
  if (Principal === undefined && NotPrincipal === undefined)
    throw malformedPolicy('Missing required field Principal');
  if (!isPrincipal(Principal ?? NotPrincipal)) throw malformedPolicy('Invalid principal in policy');
  const actions = listOf(Action ?? NotAction);
  if (actions === undefined) throw malformedPolicy('Missing required field Action');
  for (const action of actions) {
    if (!/^(?:\*|s3(?:-[a-z-]+)?:[A-Za-z*?]+)$/i.test(action))
      throw malformedPolicy('Policy has invalid action');
  }
  const resources = listOf(Resource ?? NotResource);
  if (resources === undefined) throw malformedPolicy('Missing required field Resource');
  if (!resources.every((resource) => isOf(bucket, resource)))
    throw malformedPolicy('Policy has invalid resource');
  if (Action !== undefined && Resource !== undefined && !canApply(actions, resources)) {
    throw malformedPolicy('Action does not apply to any resource(s) in statement');
  }
  if (Condition !== undefined && !isObject(Condition)) throw malformedPolicy('Invalid Condition type');
  return {
    Effect,
    ...(Principal !== undefined && { Principal }),
    ...(Condition !== undefined && { Condition }),
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function listOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((one) => typeof one === 'string') ? list : undefined;
}

const KINDS: readonly string[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

function isPrincipal(value: unknown): boolean {
  if (value === '*') return true;
  if (!isObject(value) || Object.keys(value).length === 0) return false;
  return Object.entries(value).every(([kind, names]) => {
    const list = listOf(names);
    if (!KINDS.includes(kind) || list === undefined) return false;
    return (
      kind !== 'AWS' ||
      list.every((name) => /^(?:\*|\d{12}|arn:[\w-]+:(?:iam|sts)::.+|A[A-Z0-9]{15,})$/.test(name))
    );
  });
}

/** The bucket itself or what is in it; a pattern may stand for more. */
function isOf(bucket: string, resource: string): boolean {
  if (resource === '*') return true;
  const found = /^arn:[\w-]+:s3:::([^/]+)(?:\/.*)?$/s.exec(resource)?.[1];
  if (found === undefined) return false;
  const pattern = found
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(bucket);
}

/** Some actions are of buckets, others of objects; one that is of neither kind of resource named is a mistake. */
function canApply(actions: readonly string[], resources: readonly string[]): boolean {
  const hasBucket = resources.some((resource) => resource.includes('*') || !resource.includes('/'));
  const hasObject = resources.some((resource) => resource.includes('*') || resource.includes('/'));
  return actions.every((action) => {
    if (/[*?]/.test(action)) return true;
    return isOfObjects(action) ? hasObject : hasBucket;
  });
}

const isOfObjects = (action: string): boolean =>
  /^s3:(?:(?:Get|Put|Delete|Restore|Replicate)Object|AbortMultipart|ListMultipartUploadParts|BypassGovernance|ObjectOwner)/i.test(
    action,
  ) && !/^s3:(?:Get|Put)ObjectLockConfiguration/i.test(action);

/** Conditions that narrow whom a policy is for; with any of them it is not public. */
const NARROWING = new Set(
  [
    'aws:SourceIp',
    'aws:SourceArn',
    'aws:SourceVpc',
    'aws:SourceVpce',
    'aws:SourceOwner',
    'aws:SourceAccount',
    'aws:SourceOrgID',
    'aws:PrincipalOrgID',
    'aws:PrincipalOrgPaths',
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:userid',
    's3:x-amz-server-side-encryption-aws-kms-key-id',
    's3:DataAccessPointArn',
    's3:DataAccessPointAccount',
  ].map((key) => key.toLowerCase()),
);

/** Whether it allows something to everybody. */
export function isPublic(statements: readonly Statement[]): boolean {
  return statements.some(({ Effect, Principal, Condition = {} }) => {
    if (Effect !== 'Allow' || !isEverybody(Principal)) return false;
    const keys = Object.values(Condition).flatMap((keyed) => (isObject(keyed) ? Object.keys(keyed) : []));
    return !keys.some((key) => NARROWING.has(key.toLowerCase()));
  });
}

function isEverybody(principal: unknown): boolean {
  if (principal === '*') return true;
  return isObject(principal) && (listOf(principal['AWS']) ?? []).includes('*');
}
