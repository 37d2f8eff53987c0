import type { ListSecretsRequest } from '../../../aws/contract/secretsmanager.types.gen.ts';
import { type FetchAfter, type Page, paginate } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import type { SecretsCall } from '../operation.ts';
import { matcher } from './filters.ts';
import { isGone } from './find.ts';
import type { SecretRecord } from './tables.ts';

type Asked = Pick<
  ListSecretsRequest,
  'Filters' | 'IncludePlannedDeletion' | 'SortBy' | 'SortOrder' | 'NextToken' | 'MaxResults'
>;

type Fetch = FetchAfter<SecretRecord>;

/** One page of the caller's secrets that match, by date of creation unless told otherwise. */
export function listPage(call: SecretsCall, asked: Asked, defaultSize: number): Page<SecretRecord> {
  const { account, region } = call;
  const {
    Filters: filters,
    IncludePlannedDeletion: planned = false,
    SortBy: sortBy,
    SortOrder: order,
  } = asked;
  const isWanted = matcher(filters);
  const keyOf = (secret: SecretRecord): string => JSON.stringify([rankOf(secret, sortBy), secret.name]);
  const isPlain = filters === undefined && !planned && (sortBy === undefined || sortBy === 'created-date');
  return paginate(isPlain ? byCreation(call, order) : searched(call, asked, isWanted, keyOf), keyOf, {
    nextToken: asked.NextToken,
    maxResults: asked.MaxResults,
    defaultSize,
    query: [account, region, filters, planned, sortBy, order],
    invalidToken: invalidNextToken,
  });
}

/** What is mostly asked for: no more is read than the page holds. */
function byCreation({ account, region, tables }: SecretsCall, order: Asked['SortOrder']): Fetch {
  return (after, limit) => {
    const position = after === undefined ? undefined : positionIn(after);
    return tables.secrets.select({
      where: { account, region, deletion_at: null },
      orderBy: ['created_at', 'name'],
      descending: order === 'desc',
      limit,
      ...(position !== undefined && { after: position }),
    });
  };
}

function positionIn(key: string): [createdAt: number, name: string] {
  const read: unknown = JSON.parse(key);
  const [rank, name]: unknown[] = Array.isArray(read) ? read : [];
  return [Number(rank), String(name)];
}

function searched(
  { account, region, tables, now }: SecretsCall,
  { IncludePlannedDeletion: planned = false, SortOrder: order }: Asked,
  isWanted: (secret: SecretRecord) => boolean,
  keyOf: (secret: SecretRecord) => string,
): Fetch {
  const sign = order === 'desc' ? -1 : 1;
  const compare = (a: string, b: string): number => sign * (a < b ? -1 : a > b ? 1 : 0);
  const found = tables.secrets
    .select({ where: { account, region, ...(!planned && { deletion_at: null }) } })
    .filter((secret) => !isGone(secret, now) && isWanted(secret))
    .map((secret) => ({ key: keyOf(secret), secret }))
    .sort((a, b) => compare(a.key, b.key));
  return (after, limit) =>
    found
      .filter(({ key }) => after === undefined || compare(key, after) > 0)
      .slice(0, limit)
      .map(({ secret }) => secret);
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
