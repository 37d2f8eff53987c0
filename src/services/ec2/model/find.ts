import { malformedId, notFound } from '../errors.ts';
import type { Ec2Call } from '../operation.ts';
import type { KindTable } from './kind-table.ts';
import { type Kind, isId, prefixes } from './kinds.ts';
import type { KeptKind, Records } from './tables.ts';

/** The resource of this id, or AWS's error for one that is not there or is no id. */
export function find<Each extends KeptKind>(call: Ec2Call, kind: Each, id: string): Records[Each] {
  const table: Pick<KindTable<Records[Each]>, 'get'> = call.tables[kind];
  const row = table.get(call, id);
  if (row === undefined) throw lacking(kind, id);
  return row;
}

export const findAll = <Each extends KeptKind>(
  call: Ec2Call,
  kind: Each,
  ids: readonly string[],
): Records[Each][] => [...new Set(ids)].map((id) => find(call, kind, id));

export const lacking = (kind: Kind, id: string): Error =>
  isId(kind, id) ? notFound(kind, id) : malformedId(kind, id, prefixes[kind]);

export const newId = (call: Pick<Ec2Call, 'ids'>, kind: Kind): string => idOf(call, prefixes[kind]);

/** Of what is no resource of its own: `rtbassoc`, `eni-attach`. */
export const idOf = ({ ids }: Pick<Ec2Call, 'ids'>, prefix: string): string => `${prefix}-0${ids.hex(16)}`;
