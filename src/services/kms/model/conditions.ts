import type { KmsCall } from '../operation.ts';

export type Conditions = Record<string, string | readonly string[]>;

/** Members of requests that policies may look at, by the names that policies have for them. */
const named: ReadonlyMap<string, string> = new Map([
  ['BypassPolicyLockoutSafetyCheck', 'kms:BypassPolicyLockoutSafetyCheck'],
  ['EncryptionAlgorithm', 'kms:EncryptionAlgorithm'],
  ['GranteePrincipal', 'kms:GranteePrincipal'],
  ['GranteeServicePrincipal', 'kms:GranteeServicePrincipal'],
  ['KeyAgreementAlgorithm', 'kms:KeyAgreementAlgorithm'],
  ['KeyPairSpec', 'kms:DataKeyPairSpec'],
  ['KeySpec', 'kms:KeySpec'],
  ['KeyUsage', 'kms:KeyUsage'],
  ['MacAlgorithm', 'kms:MacAlgorithm'],
  ['MessageType', 'kms:MessageType'],
  ['PendingWindowInDays', 'kms:ScheduleKeyDeletionPendingWindowInDays'],
  ['RetiringPrincipal', 'kms:RetiringPrincipal'],
  ['RetiringServicePrincipal', 'kms:RetiringServicePrincipal'],
  ['RotationPeriodInDays', 'kms:RotationPeriodInDays'],
  ['SigningAlgorithm', 'kms:SigningAlgorithm'],
]);

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
export function requestConditions(
  { account }: KmsCall,
  input: Readonly<Record<string, unknown>>,
): Conditions {
  const conditions: Conditions = { 'kms:CallerAccount': account };
  for (const [member, name] of named) {
    const value = input[member];
    if (typeof value === 'string') conditions[name] = value;
    else if (typeof value === 'number' || typeof value === 'boolean') conditions[name] = String(value);
  }
  const operations = textsIn(input['Operations']);
  if (operations.length > 0) conditions['kms:GrantOperations'] = operations;
  const tags = objectsIn(input['Tags']);
  for (const { TagKey: key, TagValue: value } of tags) {
    conditions[`aws:RequestTag/${String(key)}`] = String(value);
  }
  const tagKeys = [...tags.map(({ TagKey: key }) => String(key)), ...textsIn(input['TagKeys'])];
  if (tagKeys.length > 0) conditions['aws:TagKeys'] = tagKeys;
  return conditions;
}

export function contextConditions(context: unknown): Conditions {
  if (typeof context !== 'object' || context === null) return {};
  const pairs = Object.entries(context);
  return {
    'kms:EncryptionContextKeys': pairs.map(([name]) => name),
    ...Object.fromEntries(pairs.map(([name, value]) => [`kms:EncryptionContext:${name}`, String(value)])),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const textsIn = (value: unknown): readonly string[] =>
  listOf(value).filter((text): text is string => typeof text === 'string');

const objectsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  listOf(value).filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null);
