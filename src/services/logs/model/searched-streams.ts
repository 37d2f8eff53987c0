import { streamNotFound } from '../errors.ts';
import type { LogsScope } from '../operation.ts';
import { findStream } from './streams.ts';
import type { GroupRecord, StreamRecord } from './tables.ts';

/** The streams that are searched, by their numbers: one alone is looked up, several in their group. */
export interface SearchedStreams {
  readonly group: number;
  readonly names: ReadonlyMap<number, string>;
}

export interface StreamChoice {
  readonly logStreamNames?: readonly string[] | undefined;
  readonly logStreamNamePrefix?: string | undefined;
}

/** Events of streams that were deleted may still be there: only those of streams that exist are shown. */
export function searchedStreams(scope: LogsScope, group: GroupRecord, choice: StreamChoice): SearchedStreams {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = choice;
  const found: readonly StreamRecord[] =
    names?.map((name) => named(scope, group, name)) ??
    scope.tables.streams.select({
      where: { group_id: group.id, ...(prefix !== undefined && { name: { startsWith: prefix } }) },
    });
  return { group: group.id, names: new Map(found.map(({ id, name }) => [id, name])) };
}

function named(scope: LogsScope, group: GroupRecord, name: string): StreamRecord {
  const stream = findStream(scope, group, name);
  if (stream === undefined) throw streamNotFound();
  return stream;
}
