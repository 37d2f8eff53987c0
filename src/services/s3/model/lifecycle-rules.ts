import type { LifecycleRule, Transition } from '../../../aws/contract/s3.types.gen.ts';
import type { Ids } from '../../../kernel/ids.ts';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts';

const MOST_RULES = 1000;
const DAY = 86_400;

/** Rules as they are kept: each with an id. Throws what S3 answers to rules that contradict themselves. */
export function checkedRules(rules: readonly LifecycleRule[], ids: Ids): readonly LifecycleRule[] {
  if (rules.length === 0 || rules.length > MOST_RULES) throw malformedXml();
  const kept = rules.map((rule) => {
    checkRule(rule);
    return { ...rule, ID: rule.ID === undefined || rule.ID === '' ? ids.uuid() : rule.ID };
  });
  if (new Set(kept.map(({ ID }) => ID)).size !== kept.length) {
    throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule');
  }
  return kept;
}

function checkRule(rule: LifecycleRule): void {
  const { ID = '', Filter, Prefix, Expiration, NoncurrentVersionExpiration: noncurrent } = rule;
  if (ID.length > 255) throw invalidArgument('ID length should not exceed allowed limit of 255');
  if ((Filter === undefined) === (Prefix === undefined)) throw malformedXml();
  if (Filter !== undefined && Object.keys(Filter).length > 1) throw malformedXml();
  const { Transitions = [], NoncurrentVersionTransitions = [] } = rule;
  const abort = rule.AbortIncompleteMultipartUpload;
  const hasAction =
    [Expiration, noncurrent, abort].some((action) => action !== undefined) ||
    Transitions.length + NoncurrentVersionTransitions.length > 0;
  if (!hasAction) throw invalidRequest('At least one action needs to be specified in a rule');
  checkExpiration(rule);
  positive(
    noncurrent?.NoncurrentDays,
    "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer",
  );
  positive(noncurrent?.NewerNoncurrentVersions, "'NewerNoncurrentVersions' must be a positive integer");
  if (noncurrent !== undefined && noncurrent.NoncurrentDays === undefined) throw malformedXml();
  if (abort !== undefined) {
    positive(
      abort.DaysAfterInitiation,
      "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer",
    );
    if (abort.DaysAfterInitiation === undefined) throw malformedXml();
    if (hasTags(rule)) throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Tags.');
  }
  for (const transition of Transitions) checkTransition(transition);
  for (const { NoncurrentDays, StorageClass } of NoncurrentVersionTransitions) {
    if (NoncurrentDays === undefined || StorageClass === undefined) throw malformedXml();
  }
}

function checkExpiration(rule: LifecycleRule): void {
  const { Expiration } = rule;
  if (Expiration === undefined) return;
  const { Days, Date: date, ExpiredObjectDeleteMarker } = Expiration;
  if ([Days, date, ExpiredObjectDeleteMarker].filter((one) => one !== undefined).length !== 1)
    throw malformedXml();
  positive(Days, "'Days' for Expiration action must be a positive integer");
  if (date !== undefined && date % DAY !== 0) throw invalidArgument("'Date' must be at midnight GMT");
  if (ExpiredObjectDeleteMarker === true && hasTags(rule)) {
    throw invalidRequest('ExpiredObjectDeleteMarker cannot be specified with Tags.');
  }
}

function checkTransition({ Date: date, Days, StorageClass }: Transition): void {
  if (StorageClass === undefined || (Days === undefined) === (date === undefined)) throw malformedXml();
  if (date !== undefined && date % DAY !== 0) throw invalidArgument("'Date' must be at midnight GMT");
  if (Days !== undefined && Days < 0) {
    throw invalidArgument("'Days' for Transition action must be nonnegative integer");
  }
  if (Days !== undefined && Days < 30 && StorageClass.endsWith('_IA')) {
    throw invalidArgument(
      `'Days' in Transition action must be greater than or equal to 30 for storageClass '${StorageClass}'`,
    );
  }
}

const hasTags = ({ Filter }: LifecycleRule): boolean =>
  Filter?.Tag !== undefined || (Filter?.And?.Tags ?? []).length > 0;

function positive(days: number | undefined, text: string): void {
  if (days !== undefined && days <= 0) throw invalidArgument(text);
}
