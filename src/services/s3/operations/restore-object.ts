import { invalidObjectStateToRestore, malformedXml, notImplemented } from '../errors.ts';
import { isInArchive } from '../model/archive.ts';
import { findBucket } from '../model/buckets.ts';
import { midnightAfter } from '../model/expiration.ts';
import { findObject, rewrite } from '../model/versions.ts';
import type { S3Operation } from '../operation.ts';

/** At once, where AWS takes minutes to hours: nothing here is far away. */
export const restoreObject: S3Operation<'RestoreObject'> = (input, call) => {
  findBucket(call, input);
  const object = findObject(call, input);
  const { Days, Type, SelectParameters, OutputLocation } = input.RestoreRequest ?? {};
  if (Type !== undefined || SelectParameters !== undefined || OutputLocation !== undefined) {
    throw notImplemented('RestoreObject with a query');
  }
  if (!isInArchive(object)) throw invalidObjectStateToRestore();
  if (Days === undefined || Days < 1) throw malformedXml();
  rewrite(call, { ...object, restoredUntil: midnightAfter(call.now(), Days) });
  return {};
};
