import type { ListSecretsRequest } from '../../../aws/contract/secretsmanager.types.gen.ts';
import { type Page, paginate } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import type { SecretsCall } from '../operation.ts';
import { matcher } from './filters.ts';
import { isGone } from './find.ts';
import type { SecretRecord } from './tables.ts';

type Asked = Pick<
  ListSecretsRequest,
  'Filters' | 'IncludePlannedDeletion' | 'SortBy' | 'SortOrder' | 'NextToken' | 'MaxResults'
>;

/** One page of the caller's secrets that match, by date of creation unless told otherwise. */
export function listPage(call: SecretsCall, asked: Asked, defaultSize: number): Page<SecretRecord> {
  const { account, region, tables } = call;
  const {
    Filters: filters,
    IncludePlannedDeletion: planned = false,
    SortBy: sortBy,
    SortOrder: order,
  } = asked;
  const isWanted = matcher(filters);
  const keyOf = (secret: SecretRecord): string => JSON.stringify([rankOf(secret, sortBy), secret.name]);
  const sign = order === 'desc' ? -1 : 1;
  const compare = (a: string, b: string): number => sign * (a < b ? -1 : a > b ? 1 : 0);
  const found = tables.secrets
    .select({ where: { account, region, ...(!planned && { deletion_at: null }) } })
    .filter((secret) => !isGone(secret, call.now) && isWanted(secret))
    .map((secret) => ({ key: keyOf(secret), secret }))
    .sort((a, b) => compare(a.key, b.key));
  return paginate(
    (after, limit) =>
      found
        .filter(({ key }) => after === undefined || compare(key, after) > 0)
        .slice(0, limit)
        .map(({ secret }) => secret),
    keyOf,
    {
      nextToken: asked.NextToken,
      maxResults: asked.MaxResults,
      defaultSize,
      query: [account, region, filters, planned, sortBy, order],
      invalidToken: invalidNextToken,
    },
  );
}

/** Of one width, so that numbers sort as their texts do. */
function rankOf(secret: SecretRecord, sortBy: Asked['SortBy']): string {
  switch (sortBy) {
    case 'name':
      return '';
    case 'last-accessed-date':
      return padded(secret.accessedAt ?? 0);
    case 'last-changed-date':
      return padded(secret.changedAt);
    case 'created-date':
    case undefined:
      return padded(secret.createdAt);
  }
}

const padded = (time: number): string => String(time).padStart(16, '0');
