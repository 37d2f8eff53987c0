import { held, type Held, type Holdings, type ResourceScope } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { type Piece, s3Tables } from './model/tables.ts';
import { isMarker } from './model/versions.ts';

/** Buckets with what is in them. `removeFiles` is told of the files that no row names any more. */
export function s3Holdings(store: Store, removeFiles: (pieces: readonly Piece[]) => Promise<void>): Holdings {
  const { buckets, objects, versions, uploads, parts } = s3Tables(store);
  let unnamed: Piece[] = [];
  const ofBucket = (name: string): ResourceScope => buckets.get(name) ?? {};
  const inUploads: Held = (scope) => {
    const bucketOf = new Map(uploads.select().map(({ id, bucket }) => [id, bucket]));
    return held(
      {
        name: parts.name,
        select: () => parts.select(),
        remove(part) {
          unnamed.push(part.piece);
          return parts.remove(part);
        },
      },
      ({ upload }) => ofBucket(bucketOf.get(upload) ?? ''),
    )(scope);
  };
  return {
    service: 's3',
    tables: [
      held(buckets, (row) => row),
      held(
        {
          name: objects.name,
          select: () => objects.select(),
          remove(object) {
            unnamed.push(...object.pieces);
            return objects.remove(object);
          },
        },
        ({ bucket }) => ofBucket(bucket),
      ),
      held(
        {
          name: versions.name,
          select: () => versions.select(),
          remove(version) {
            if (!isMarker(version)) unnamed.push(...version.pieces);
            return versions.remove(version);
          },
        },
        ({ bucket }) => ofBucket(bucket),
      ),
      held(uploads, ({ bucket }) => ofBucket(bucket)),
      inUploads,
    ],
    async after() {
      const pieces = unnamed;
      unnamed = [];
      await removeFiles(pieces);
    },
  };
}
