import type { AliasListEntry } from '../../../aws/contract/kms.types.gen.ts';
import {
  aliasCharacters,
  aliasExists,
  aliasNotFound,
  aliasOfAlias,
  invalidAliasPrefix,
  otherKindOfKey,
  reservedAlias,
  tooManyAliases,
} from '../errors.ts';
import { aliasArn } from '../model/arns.ts';
import { existing, keyOfAccount, notPending } from '../model/find-key.ts';
import { managedAliases } from '../model/managed-keys.ts';
import { pageOf } from '../model/page.ts';
import type { AliasRecord, KeyRecord } from '../model/tables.ts';
import { type KmsCall, type KmsOperation, seconds } from '../operation.ts';

const mostAliases = 50;

export const createAlias: KmsOperation<'CreateAlias'> = (input, call) => {
  const { AliasName: name } = input;
  checkName(name);
  const key = targetOf(call, input.TargetKeyId);
  const { account, region, tables, now } = call;
  if (tables.aliases.get(account, region, name) !== undefined) throw aliasExists(aliasArn(call, name));
  if (tables.aliases.count({ where: { key_id: key.id } }) >= mostAliases) throw tooManyAliases();
  tables.aliases.put({ account, region, name, keyId: key.id, createdAt: now, updatedAt: now });
  return {};
};

/** Points an alias at another key of the same kind. */
export const updateAlias: KmsOperation<'UpdateAlias'> = (input, call) => {
  checkName(input.AliasName);
  const alias = ownAlias(call, input.AliasName);
  const key = targetOf(call, input.TargetKeyId);
  const before = existing(call, alias.keyId);
  if (before !== undefined && kindOf(before) !== kindOf(key)) throw otherKindOfKey();
  call.tables.aliases.put({ ...alias, keyId: key.id, updatedAt: call.now });
  return {};
};

export const deleteAlias: KmsOperation<'DeleteAlias'> = (input, call) => {
  checkName(input.AliasName);
  const { account, region, name } = ownAlias(call, input.AliasName);
  call.tables.aliases.delete(account, region, name);
  return {};
};

/** Those of one key, or all: then also the aliases of AWS's services that no key is behind yet. */
export const listAliases: KmsOperation<'ListAliases'> = (input, call) => {
  const { account, region, tables } = call;
  const key = input.KeyId === undefined ? undefined : keyOfAccount(call, input.KeyId);
  const kept = tables.aliases.select({ where: { account, region, key_id: key?.id } });
  const unused = managedAliases.filter((name) => !kept.some((alias) => alias.name === name));
  const entries: AliasListEntry[] = kept.map((alias) => entryOf(call, alias));
  if (key === undefined) {
    entries.push(...unused.map((name) => ({ AliasName: name, AliasArn: aliasArn(call, name) })));
  }
  const options = { defaultSize: 50, query: [account, region, key?.id] };
  const { items, tail } = pageOf(entries, ({ AliasName: name = '' }) => name, input, options);
  return { Aliases: [...items], ...tail };
};

const entryOf = (call: KmsCall, { name, keyId, createdAt, updatedAt }: AliasRecord): AliasListEntry => ({
  AliasName: name,
  AliasArn: aliasArn(call, name),
  TargetKeyId: keyId,
  CreationDate: seconds(createdAt),
  LastUpdatedDate: seconds(updatedAt),
});

function checkName(name: string): void {
  if (!name.startsWith('alias/') || name === 'alias/') throw invalidAliasPrefix();
  if (name.startsWith('alias/aws/')) throw reservedAlias();
  if (name.includes(':')) throw aliasCharacters(name);
}

function targetOf(call: KmsCall, id: string): KeyRecord {
  if (/(?:^|:)alias\//.test(id)) throw aliasOfAlias();
  return notPending(keyOfAccount(call, id));
}

function ownAlias(call: KmsCall, name: string): AliasRecord {
  const alias = call.tables.aliases.get(call.account, call.region, name);
  if (alias === undefined) throw aliasNotFound(aliasArn(call, name));
  return alias;
}

const kindOf = ({ spec, usage }: KeyRecord): string =>
  `${spec === 'SYMMETRIC_DEFAULT' ? 'symmetric' : spec.startsWith('HMAC') ? 'hmac' : 'asymmetric'} ${usage}`;
