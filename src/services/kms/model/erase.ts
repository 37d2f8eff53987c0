import type { KmsTables, KeyRecord } from './tables.ts';

/** For good: all that was encrypted under the key is lost with its material. */
export function eraseKey(tables: KmsTables, key: KeyRecord): void {
  const where = { key_id: key.id };
  for (const { keyId, version } of tables.materials.select({ where }))
    tables.materials.delete(keyId, version);
  for (const { account, region, name } of tables.aliases.select({ where })) {
    tables.aliases.delete(account, region, name);
  }
  for (const { keyId, id } of tables.grants.select({ where })) tables.grants.delete(keyId, id);
  tables.keys.delete(key.id);
}
