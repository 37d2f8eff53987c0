import type { Demand } from '../../aws/authorization.ts';
import { parseArn } from '../../aws/arn.ts';
import { requestTags, resourceTags } from '../../aws/demands.ts';
import type { RequestContext, Service } from '../../aws/service.ts';
import type { SecretRecord, SecretTables } from './model/tables.ts';

type Fields = Readonly<Record<string, unknown>>;
type Conditions = NonNullable<Demand['conditions']>;

/**
 * What a caller of Secrets Manager must be allowed: the operation, on the secret that it names, whose own policy
 * has its say. A secret that is not there is named without the six characters of its ARN.
 */
export function secretsDemands(tables: SecretTables): NonNullable<Service['demands']> {
  return (operation, input, context) => {
    if (typeof input !== 'object' || input === null) return [];
    const fields: Fields = { ...input };
    const action = `secretsmanager:${operation}`;
    const ids = idsIn(operation, fields);
    if (operation === 'BatchGetSecretValue') {
      // Each secret is a permission to read it, on top of that to ask for several.
      const reading = ids.map((id) => onSecret(tables, 'secretsmanager:GetSecretValue', id, fields, context));
      return [{ action, resource: '*' }, ...reading];
    }
    if (ids.length === 0) return [{ action, resource: '*', conditions: conditionsOf(fields) }];
    return ids.flatMap((id) => {
      const demand = onSecret(tables, action, id, fields, context);
      const isTagging =
        operation === 'CreateSecret' && Array.isArray(fields['Tags']) && fields['Tags'].length > 0;
      return isTagging ? [demand, { ...demand, action: 'secretsmanager:TagResource' }] : [demand];
    });
  };
}

function idsIn(operation: string, fields: Fields): readonly string[] {
  const { SecretId, SecretIdList, Name } = fields;
  if (typeof SecretId === 'string') return [SecretId];
  if (Array.isArray(SecretIdList)) return SecretIdList.filter((id) => typeof id === 'string');
  return operation === 'CreateSecret' && typeof Name === 'string' ? [Name] : [];
}

function onSecret(
  tables: SecretTables,
  action: string,
  id: string,
  fields: Fields,
  context: RequestContext,
): Demand {
  const { partition, region } = context;
  const secret = find(tables, id, context);
  const account = secret?.account ?? parseArn(id)?.account ?? context.account;
  const missing = id.startsWith('arn:')
    ? id
    : `arn:${partition}:secretsmanager:${region}:${account}:secret:${id}`;
  return {
    action,
    resource: secret?.arn ?? missing,
    resourceAccount: account,
    ...(secret?.policy !== undefined && { resourcePolicy: secret.policy }),
    conditions: {
      'secretsmanager:SecretId': secret?.arn ?? id,
      ...conditionsOf(fields),
      ...resourceTags(
        (secret?.tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]),
        'secretsmanager',
      ),
    },
  };
}

function find({ secrets }: SecretTables, id: string, context: RequestContext): SecretRecord | undefined {
  const { account, region } = context;
  const arn = parseArn(id);
  if (arn === undefined) return secrets.get(account, region, id);
  const name = arn.resource.replace(/^secret:/, '');
  const whole = secrets.get(arn.account, arn.region, name.replace(/-[A-Za-z0-9]{6}$/, ''));
  return whole?.arn === id ? whole : secrets.get(arn.account, arn.region, name);
}

const conditionMembers: readonly (readonly [member: string, key: string])[] = [
  ['Name', 'secretsmanager:Name'],
  ['Description', 'secretsmanager:Description'],
  ['KmsKeyId', 'secretsmanager:KmsKeyId'],
  ['VersionId', 'secretsmanager:VersionId'],
  ['VersionStage', 'secretsmanager:VersionStage'],
  ['RecoveryWindowInDays', 'secretsmanager:RecoveryWindowInDays'],
  ['ForceDeleteWithoutRecovery', 'secretsmanager:ForceDeleteWithoutRecovery'],
  ['BlockPublicPolicy', 'secretsmanager:BlockPublicPolicy'],
  ['RotationLambdaARN', 'secretsmanager:RotationLambdaARN'],
  ['RotateImmediately', 'secretsmanager:RotateImmediately'],
];

function conditionsOf(fields: Fields): Conditions {
  const { Tags, TagKeys } = fields;
  const tags: readonly unknown[] = Array.isArray(Tags) ? Tags : [];
  return {
    ...Object.fromEntries(
      conditionMembers.flatMap(([member, key]) => {
        const value = fields[member];
        const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        return isScalar ? [[key, String(value)]] : [];
      }),
    ),
    ...requestTags(
      tags.flatMap((tag) =>
        typeof tag === 'object' && tag !== null && 'Key' in tag && 'Value' in tag
          ? [[String(tag.Key), String(tag.Value)] as const]
          : [],
      ),
    ),
    ...(Array.isArray(TagKeys) && { 'aws:TagKeys': TagKeys.filter((key) => typeof key === 'string') }),
  };
}
