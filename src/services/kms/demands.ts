import type { Demand } from '../../aws/authorization.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { aliasArn, keyArn } from './model/arns.ts';
import { contextConditions, type Conditions, requestConditions } from './model/conditions.ts';
import { keyByAnyName } from './model/find-key.ts';
import { policyWithGrants } from './model/grant-policy.ts';
import { managedAliases } from './model/managed-keys.ts';
import { keyOfCiphertext } from './model/symmetric.ts';
import type { KeyRecord } from './model/tables.ts';
import type { KmsCall } from './operation.ts';

const withoutKey: ReadonlySet<string> = new Set([
  'CreateKey',
  'GenerateRandom',
  'ListAliases',
  'ListKeys',
  'ListRetirableGrants',
]);

/**
 * What a call must be allowed, by the service authorization reference:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
export function demandsOf(operation: string, given: unknown, call: KmsCall): readonly Demand[] {
  const input = isObject(given) ? given : {};
  const text = (member: string): string | undefined => {
    const value = input[member];
    return typeof value === 'string' ? value : undefined;
  };
  const action = `kms:${operation}`;
  const conditions = requestConditions(call, input);
  const onKey = (named: string, key: string | undefined, context = 'EncryptionContext'): Demand =>
    keyDemand(
      call,
      named,
      { name: key, blob: text('CiphertextBlob') },
      {
        ...conditions,
        ...contextConditions(input[context]),
      },
    );
  if (withoutKey.has(operation)) return [{ action, resource: '*', conditions }];
  switch (operation) {
    case 'CreateAlias':
    case 'UpdateAlias':
    case 'DeleteAlias': {
      const alias = text('AliasName') ?? '';
      const key = onKey(action, text('TargetKeyId') ?? alias);
      return [{ action, resource: aliasArn(call, alias), conditions }, key];
    }
    case 'ReEncrypt':
      return [
        onKey('kms:ReEncryptFrom', text('SourceKeyId'), 'SourceEncryptionContext'),
        onKey('kms:ReEncryptTo', text('DestinationKeyId'), 'DestinationEncryptionContext'),
      ];
    case 'RetireGrant': {
      const [grant] = call.tables.grants.select({ where: { token: text('GrantToken') ?? '' } });
      return [onKey(action, grant?.keyId ?? text('KeyId'))];
    }
    default:
      return [onKey(action, text('KeyId'))];
  }
}

/** A key as a request means it: by a name, or by what it has encrypted. */
interface Meant {
  readonly name: string | undefined;
  readonly blob: string | undefined;
}

function keyDemand(call: KmsCall, action: string, meant: Meant, request: Conditions): Demand {
  const key = keyMeant(call, meant);
  const { name = '*' } = meant;
  const alias = /(?:^|:)(alias\/.+)$/.exec(name)?.[1];
  const conditions = { ...request, ...(alias !== undefined && { 'kms:RequestAlias': alias }) };
  if (key === undefined) {
    const resource = name === '*' || name.startsWith('arn:') ? name : keyArn(call, name);
    return { action, resource, conditions };
  }
  const where = { key_id: key.id };
  return {
    action,
    resource: key.arn,
    conditions: {
      ...conditions,
      'kms:KeySpec': key.spec,
      'kms:KeyUsage': key.usage,
      'kms:KeyOrigin': 'AWS_KMS',
      'kms:MultiRegion': 'false',
      'kms:ResourceAliases': call.tables.aliases.select({ where }).map((one) => one.name),
      ...Object.fromEntries(key.tags.map(({ TagKey, TagValue }) => [`aws:ResourceTag/${TagKey}`, TagValue])),
    },
    resourceAccount: key.account,
    resourceDecides: true,
    resourcePolicy: policyWithGrants(key, call.tables.grants.select({ where })),
  };
}

/** `undefined` where there is none, or none yet: to ask what is allowed makes no key. */
function keyMeant(call: KmsCall, { name, blob }: Meant): KeyRecord | undefined {
  try {
    if (name === undefined) {
      return blob === undefined ? undefined : keyOfCiphertext(call, Buffer.from(blob, 'base64'));
    }
    const alias = managedAliases.find((one) => name === one || name.endsWith(`:${one}`));
    const isUnused =
      alias !== undefined && call.tables.aliases.get(call.account, call.region, alias) === undefined;
    return isUnused ? undefined : keyByAnyName(call, name);
  } catch (error) {
    // The operation itself will say so.
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
