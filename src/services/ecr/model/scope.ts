import type { RegistryScope } from './tables.ts';

/** The registry that a call means: that of `registryId`, or the caller's own. */
export function scopeOf(call: RegistryScope, registryId?: string): RegistryScope {
  return { account: registryId ?? call.account, region: call.region };
}
