import { parseArn } from '../../../aws/arn.ts';
import {
  aliasNotFound,
  crossAccount,
  invalidArn,
  invalidKeyId,
  keyDisabled,
  keyNotFound,
  managedKey,
  otherRegion,
  pendingDeletion,
} from '../errors.ts';
import type { KmsCall } from '../operation.ts';
import { aliasArn, keyArn } from './arns.ts';
import { managedKeyOf } from './managed-keys.ts';
import type { KeyRecord } from './tables.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const multiRegion = /^mrk-[0-9a-f]{32}$/;

/** The key by its id or ARN, or by an alias; for the operations that take all of these. */
export function keyByAnyName(call: KmsCall, text: string): KeyRecord {
  const { account, resource } = placeOf(call, text);
  return resource.startsWith('alias/')
    ? keyOfAlias(call, account, resource)
    : keyOfId(call, account, resource, text);
}

/** The key by its id or ARN, for the operations that refuse an alias. */
export function keyById(call: KmsCall, text: string): KeyRecord {
  const { account, resource } = placeOf(call, text);
  if (!resource.startsWith('alias/')) return keyOfId(call, account, resource, text);
  throw text.startsWith('arn:') ? invalidArn(text) : invalidKeyId(text);
}

/** The same for the operations that only an account that has the key may call. */
export function keyOfAccount(call: KmsCall, text: string): KeyRecord {
  const key = keyById(call, text);
  if (key.account !== call.account) throw crossAccount();
  return key;
}

/** The same for what changes a key: those of AWS's services are left alone. */
export function ownKey(call: KmsCall, text: string, operation: string): KeyRecord {
  const key = keyOfAccount(call, text);
  if (key.managedFor !== undefined) throw managedKey(call.principalArn, operation, key.arn);
  return key;
}

function placeOf(call: KmsCall, text: string): { readonly account: string; readonly resource: string } {
  if (!text.startsWith('arn:')) return { account: call.account, resource: text };
  const parsed = parseArn(text);
  if (parsed?.service !== 'kms') throw invalidArn(text);
  if (parsed.region !== call.region) throw otherRegion(parsed.region);
  const { account, resource } = parsed;
  if (resource.startsWith('alias/')) return { account, resource };
  if (!resource.startsWith('key/')) throw invalidArn(text);
  return { account, resource: resource.slice('key/'.length) };
}

function keyOfId(call: KmsCall, account: string, id: string, text: string): KeyRecord {
  if (!uuid.test(id) && !multiRegion.test(id)) throw invalidKeyId(text);
  const key = existing(call, id);
  const isThere = key !== undefined && key.account === account && key.region === call.region;
  if (!isThere) throw keyNotFound(keyArn({ ...call, account }, id));
  return key;
}

function keyOfAlias(call: KmsCall, account: string, name: string): KeyRecord {
  const alias = call.tables.aliases.get(account, call.region, name);
  // Nobody makes another account's key by asking for it.
  const managed = alias === undefined && account === call.account ? managedKeyOf(call, name) : undefined;
  const key = alias === undefined ? managed : existing(call, alias.keyId);
  if (key === undefined) throw aliasNotFound(aliasArn({ ...call, account }, name));
  return key;
}

/** `undefined` for one whose time is up, though the clock has not come by yet. */
export function existing(
  { tables, now }: Pick<KmsCall, 'tables' | 'now'>,
  id: string,
): KeyRecord | undefined {
  const key = tables.keys.get(id);
  return key?.deletionAt !== undefined && key.deletionAt <= now ? undefined : key;
}

/** For all that works with a key: it must be enabled. */
export function usable(key: KeyRecord): KeyRecord {
  notPending(key);
  if (!key.enabled) throw keyDisabled(key.arn);
  return key;
}

/** For what can be done with a disabled key too. */
export function notPending(key: KeyRecord): KeyRecord {
  if (key.deletionAt !== undefined) throw pendingDeletion(key.arn);
  return key;
}
