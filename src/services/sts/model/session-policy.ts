import type { PolicyDescriptorType, Tag } from '../../../aws/contract/sts.types.gen.ts';
import { duplicateTags, malformedPolicy, transitiveConflict, unknownTransitiveKey } from '../errors.ts';
import type { RoleSource } from './roles.ts';
import type { SessionOrigin, SessionRecord } from './sessions.ts';

type Marks = Pick<SessionOrigin, 'policy' | 'policyArns' | 'tags' | 'transitive' | 'sourceIdentity'>;

/** What a call says of the session that it wants, beside whose it is. */
export interface Wishes {
  readonly Policy?: string;
  readonly PolicyArns?: readonly PolicyDescriptorType[];
  readonly Tags?: readonly Tag[];
  readonly TransitiveTagKeys?: readonly string[];
  readonly SourceIdentity?: string;
}

/**
 * What limits and marks a new session. Of the session that asks for it, if one does, it inherits the tags that
 * were to go on, and who is behind it.
 */
export function marksOf(wishes: Wishes, roles: RoleSource, parent: SessionRecord | undefined): Marks {
  const { Policy: policy, PolicyArns, Tags = [], TransitiveTagKeys = [] } = wishes;
  if (policy !== undefined) checkSessionPolicy(policy, roles);
  const origin = parent?.origin;
  const handedOn = (origin?.transitive ?? []).map((key) => [key, origin?.tags?.[key] ?? ''] as const);
  const own = Tags.map(({ Key, Value }) => [Key, Value] as const);
  checkTags(
    own.map(([key]) => key),
    handedOn.map(([key]) => key),
    TransitiveTagKeys,
  );
  const tags = [...handedOn, ...own];
  const transitive = [...handedOn.map(([key]) => key), ...TransitiveTagKeys];
  const policyArns = PolicyArns?.flatMap(({ arn }) => arn ?? []);
  const sourceIdentity = origin?.sourceIdentity ?? wishes.SourceIdentity;
  return {
    ...(policy !== undefined && { policy }),
    ...(policyArns !== undefined && { policyArns }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
    ...(transitive.length > 0 && { transitive }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  };
}

function checkSessionPolicy(policy: string, roles: RoleSource): void {
  try {
    JSON.parse(policy);
  } catch {
    throw malformedPolicy('This policy contains invalid Json');
  }
  const problem = roles.policyProblem(policy);
  if (problem !== undefined) throw malformedPolicy(problem);
}

function checkTags(
  keys: readonly string[],
  handedOn: readonly string[],
  transitive: readonly string[],
): void {
  const lower = new Set(keys.map((key) => key.toLowerCase()));
  if (lower.size !== keys.length) throw duplicateTags();
  if (handedOn.some((key) => lower.has(key.toLowerCase()))) throw transitiveConflict();
  if (!transitive.every((key) => lower.has(key.toLowerCase()))) throw unknownTransitiveKey();
}
