import type { ProtectionRequest } from './task-protection.ts';

export type ParsedProtection =
  | { readonly kind: 'request'; readonly request: ProtectionRequest }
  | { readonly kind: 'undecodable' }
  | { readonly kind: 'incomplete' };

const names = new Set(['protectionenabled', 'expiresinminutes']);

/** As the agent's decoder reads it: names in any case, null for absent, no other name, types as they are. */
export function parseProtection(body: Uint8Array): ParsedProtection {
  const members = membersOf(body);
  if (members === undefined) return { kind: 'undecodable' };
  const [enabled, minutes] = [...names].map((name) => members.get(name) ?? undefined);
  if ([...members.keys()].some((name) => !names.has(name))) return { kind: 'undecodable' };
  if (enabled !== undefined && typeof enabled !== 'boolean') return { kind: 'undecodable' };
  if (minutes !== undefined && !(typeof minutes === 'number' && Number.isInteger(minutes))) {
    return { kind: 'undecodable' };
  }
  if (enabled === undefined) return { kind: 'incomplete' };
  return {
    kind: 'request',
    request: { enabled, ...(minutes !== undefined && { expiresInMinutes: minutes }) },
  };
}

function membersOf(body: Uint8Array): Map<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
    if (parsed === null) return new Map();
    if (typeof parsed !== 'object' || Array.isArray(parsed)) return undefined;
    return new Map(Object.entries(parsed).map(([name, value]) => [name.toLowerCase(), value]));
  } catch {
    return undefined;
  }
}
