import { parseArn } from '../../../aws/arn.ts';
import type { Tag } from '../../../aws/contract/ecr.types.gen.ts';
import { invalidArn, invalidTagParameter, repositoryNotFound, tooManyTags } from '../errors.ts';
import type { EcrCall } from '../operation.ts';
import type { RepositoryRecord } from './tables.ts';

const most = 50;

/** Checks tags by AWS's rules for all services; those with the same key count once, the last one. */
export function checkTags(tags: readonly Tag[]): readonly Tag[] {
  for (const { Key: key, Value: value } of tags) {
    if (key === '' || key.length > 128) throw invalidTagParameter('Tag keys have 1 to 128 characters'); // (I)
    if (value.length > 256) throw invalidTagParameter('Tag values have at most 256 characters'); // (I)
    if (/^aws:/i.test(key)) throw invalidTagParameter("Tag keys that begin with 'aws:' are reserved"); // (I)
  }
  const merged = [...new Map(tags.map((tag) => [tag.Key, tag])).values()];
  if (merged.length > most) throw tooManyTags();
  return merged;
}

/** Only repositories have tags. */
export function taggedRepository(call: EcrCall, resourceArn: string): RepositoryRecord {
  const parts = parseArn(resourceArn);
  const name = /^repository\/(.+)$/.exec(parts?.resource ?? '')?.[1];
  if (parts === undefined || parts.service !== 'ecr' || name === undefined) throw invalidArn();
  const found = call.tables.repositories.get(parts.account, parts.region, name);
  if (found === undefined) throw repositoryNotFound(name, parts.account);
  return found;
}
