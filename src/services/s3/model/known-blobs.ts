import type { Table } from '../../../store/table.ts';
import type { S3Tables } from './tables.ts';
import { isMarker } from './versions.ts';

const BATCH = 1000;

/** Names of all files that rows name. Rows are read piece by piece: there may be more than memory holds. */
export function knownBlobs({ objects, versions, parts }: S3Tables): ReadonlySet<string> {
  const known = new Set<string>();
  const add = (blob: string): void => void known.add(blob);
  eachRow(objects, ['bucket', 'key'], ['', ''], (row) => {
    for (const { blob } of row.pieces) add(blob);
    return [row.bucket, row.key];
  });
  eachRow(versions, ['bucket', 'key', 'id'], ['', '', ''], (row) => {
    if (!isMarker(row)) for (const { blob } of row.pieces) add(blob);
    return [row.bucket, row.key, row.versionId ?? 'null'];
  });
  eachRow(parts, ['upload', 'number'], ['', 0], ({ piece, upload, number }) => {
    add(piece.blob);
    return [upload, number];
  });
  return known;
}

function eachRow<Row>(
  table: Table<Row>,
  orderBy: readonly string[],
  first: readonly (string | number)[],
  visit: (row: Row) => readonly (string | number)[],
): void {
  let after = first;
  for (;;) {
    const batch = table.select({ orderBy, after, limit: BATCH });
    for (const row of batch) after = visit(row);
    if (batch.length < BATCH) return;
  }
}
