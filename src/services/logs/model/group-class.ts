import type { LogGroupClass } from '../../../aws/contract/logs.types.gen.ts';
import type { GroupRecord } from './tables.ts';

/** Asked for one of the two cheaper classes, AWS tells the groups of both. */
export function isOfClass({ logGroupClass }: GroupRecord, wanted: LogGroupClass | undefined): boolean {
  const isCheaper = (each: LogGroupClass): boolean => each === 'INFREQUENT_ACCESS' || each === 'ESSENTIALS';
  if (wanted === undefined || logGroupClass === wanted) return true;
  return isCheaper(wanted) && isCheaper(logGroupClass);
}
