import type { ObjectRecord } from './tables.ts';

const ARCHIVES: readonly string[] = ['GLACIER', 'DEEP_ARCHIVE'];

export const isInArchive = ({ storageClass }: Pick<ObjectRecord, 'storageClass'>): boolean =>
  ARCHIVES.includes(storageClass);

/** What lies in an archive must be restored before it can be read. */
export const isArchived = (object: ObjectRecord, now: number): boolean =>
  isInArchive(object) && (object.restoredUntil ?? 0) <= now;

/** For listings that ask for it. */
export function restoreStatus(object: ObjectRecord): {
  readonly RestoreStatus?: { readonly IsRestoreInProgress: boolean; readonly RestoreExpiryDate: number };
} {
  if (object.restoredUntil === undefined) return {};
  return { RestoreStatus: { IsRestoreInProgress: false, RestoreExpiryDate: object.restoredUntil / 1000 } };
}

export function restoreMember(object: ObjectRecord): { readonly Restore?: string } {
  if (object.restoredUntil === undefined) return {};
  return {
    Restore: `ongoing-request="false", expiry-date="${new Date(object.restoredUntil).toUTCString()}"`,
  };
}
