import { type ArnScope, partitionOf, rootArn } from '../../../aws/arn.ts';
import { lockout, malformedPolicy } from '../errors.ts';
import type { KmsCall } from '../operation.ts';
import type { KeyRecord } from './tables.ts';

/** The one name that a key's policy can have. */
export const policyName = 'default';

/** The policy of a key, its own or the one that its kind begins with. */
export function policyOf({ policy, managedFor, account, region }: KeyRecord): string {
  if (policy !== undefined) return policy;
  const scope = { partition: partitionOf(region), region, account };
  return managedFor === undefined ? defaultPolicy(scope) : managedPolicy(scope, managedFor);
}

/** The account, and so IAM, decides. */
const defaultPolicy = (scope: ArnScope): string =>
  pretty({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: rootArn(scope) },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });

/** Of the key of a service of AWS: it is used through that service alone. */
const managedPolicy = (scope: ArnScope, service: string): string =>
  pretty({
    Version: '2012-10-17',
    Id: `auto-${service}-1`,
    Statement: [
      {
        Sid: `Allow access through ${service.toUpperCase()} for all principals in the account that are authorized to use ${service.toUpperCase()}`,
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:CreateGrant',
          'kms:DescribeKey',
        ],
        Resource: '*',
        Condition: {
          StringEquals: {
            'kms:CallerAccount': scope.account,
            'kms:ViaService': `${service}.${scope.region}.amazonaws.com`,
          },
        },
      },
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: rootArn(scope) },
        Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
        Resource: '*',
      },
    ],
  });

/** As AWS prints its own policies: `"a" : 1`. */
const pretty = (policy: object): string =>
  JSON.stringify(policy, null, 2).replace(/^(\s*"[^"]+"):/gm, '$1 :');

/** Refuses what is no policy, and one that would lock its writer out. Whom it allows what is IAM's to say. */
export function checkPolicy(call: KmsCall, text: string, bypass: boolean | undefined): void {
  const statements = statementsOf(parse(text));
  if (statements.length === 0) throw malformedPolicy('Policy document must contain at least one statement.'); // (I)
  for (const statement of statements) checkStatement(statement);
  if (bypass !== true && !statements.some((statement) => letsChange(statement, call))) throw lockout();
}

function checkStatement(statement: Statement): void {
  const { Effect: effect } = statement;
  if (effect !== 'Allow' && effect !== 'Deny')
    throw malformedPolicy('Policy contains a statement with an invalid effect.'); // (I)
  const lacks = (member: string): boolean =>
    statement[member] === undefined && statement[`Not${member}`] === undefined;
  if (lacks('Principal')) throw malformedPolicy('Policy contains a statement with no principal.');
  const missing = ['Action', 'Resource'].find(lacks);
  if (missing !== undefined) throw malformedPolicy(`Missing required field ${missing}`);
  const principals = statement['Principal'];
  const isPlain = principals === undefined || principals === '*' || isObject(principals);
  if (!isPlain || accountsIn(principals).some((principal) => !isPrincipal(principal))) {
    throw malformedPolicy('Policy contains a statement with one or more invalid principals.');
  }
}

/** An account, `*`, or an ARN of one of its principals. */
const isPrincipal = (text: string): boolean =>
  text === '*' || /^\d{12}$/.test(text) || /^arn:[^:]+:(?:iam|sts)::(?:\d{12}|cloudfront|aws):.+$/.test(text);

function letsChange(statement: Statement, { account, principalArn, partition }: KmsCall): boolean {
  if (statement['Effect'] !== 'Allow') return false;
  const own = ['*', account, rootArn({ partition, account }), principalArn];
  const isMine =
    statement['Principal'] === '*' || accountsIn(statement['Principal']).some((one) => own.includes(one));
  return isMine && textsIn(statement['Action']).some((action) => matches(action, 'kms:PutKeyPolicy'));
}

function matches(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(action);
}

type Statement = Readonly<Record<string, unknown>>;

const accountsIn = (principals: unknown): readonly string[] =>
  isObject(principals) ? textsIn(principals['AWS']) : [];

const textsIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string');

function statementsOf(policy: Statement): readonly Statement[] {
  const statements = policy['Statement'];
  return (Array.isArray(statements) ? statements : [statements]).filter(isObject);
}

function parse(text: string): Statement {
  try {
    const policy: unknown = JSON.parse(text);
    if (isObject(policy)) return policy;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw malformedPolicy('Policy is not a valid JSON document.'); // (I)
}

const isObject = (value: unknown): value is Statement =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
