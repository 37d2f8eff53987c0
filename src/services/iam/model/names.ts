import { base32 } from '../../../aws/base32.ts';
import type { IamCall } from '../operation.ts';

/** Prefixes of unique ids, by kind. */
const PREFIX = {
  role: 'AROA',
  user: 'AIDA',
  group: 'AGPA',
  policy: 'ANPA',
  'instance-profile': 'AIPA',
} as const;

export type EntityKind = keyof typeof PREFIX;

/** `AROA` and 17 digits, never given out twice. */
export function newUniqueId(call: IamCall, kind: EntityKind): string {
  return `${PREFIX[kind]}${base32(Buffer.from(call.ids.hex(30), 'hex')).slice(-17)}`;
}

export function entityArn(
  { partition }: Pick<IamCall, 'partition'>,
  kind: EntityKind,
  { account, path, name }: { readonly account: string; readonly path: string; readonly name: string },
): string {
  return `arn:${partition}:iam::${account}:${kind}${path}${name}`;
}

/** Documents travel percent-encoded, every character that RFC 3986 reserves too. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
