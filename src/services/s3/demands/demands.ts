import type { Demand } from '../../../aws/authorization.ts';
import type { RequestContext } from '../../../aws/service.ts';
import { readCopySource } from '../model/copy-source.ts';
import type { BucketRecord, S3Tables } from '../model/tables.ts';
import { actionOf, VERSIONED, versioned } from './actions.ts';
import { conditionsOf } from './conditions.ts';

/**
 * What IAM must grant for a call, with the bucket's policy. Most operations are an action of their own name; the
 * table names the others. Pure reading.
 */
export function demandsOf(
  tables: S3Tables,
  operation: string,
  input: unknown,
  context: RequestContext,
): readonly Demand[] {
  const members = new Map<string, unknown>(
    typeof input === 'object' && input !== null ? Object.entries(input) : [],
  );
  const text = (name: string): string | undefined => {
    const value = members.get(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const bucket = text('Bucket');
  if (bucket === undefined) return [{ action: actionOf(operation), resource: '*' }];
  const key = text('Key');
  const of = (action: string, name: string, path?: string): Demand => ({
    action: `s3:${action}`,
    resource: `arn:${context.partition}:s3:::${name}${path === undefined ? '' : `/${path}`}`,
    conditions: conditionsOf(
      text,
      tables.buckets.get(name),
      path === undefined ? undefined : tables.objects.get(name, path),
    ),
    ...ownerOf(tables.buckets.get(name)),
  });
  const own = actionOf(operation).slice('s3:'.length);
  switch (operation) {
    case 'CopyObject':
    case 'UploadPartCopy':
      return [
        ...sourceDemands(text('CopySource') ?? '', of),
        of('PutObject', bucket, key),
        ...further(members, bucket, key, of),
      ];
    case 'DeleteObjects':
      return deletions(members.get('Delete')).map(({ Key, VersionId }) =>
        of(VersionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion', bucket, Key),
      );
    case 'GetObjectAttributes':
      return versioned(text('VersionId'), ['GetObject', 'GetObjectAttributes']).map((action) =>
        of(action, bucket, key),
      );
    case 'CreateMultipartUpload':
    case 'PutObject':
      return [of('PutObject', bucket, key), ...further(members, bucket, key, of)];
    default: {
      const [action = own] = VERSIONED.has(own) ? versioned(text('VersionId'), [own]) : [own];
      return [of(action, bucket, key)];
    }
  }
}

type DemandOf = (action: string, bucket: string, key?: string) => Demand;

/** What a new object also needs where it comes with tags or grants. */
function further(
  members: ReadonlyMap<string, unknown>,
  bucket: string,
  key: string | undefined,
  of: DemandOf,
): readonly Demand[] {
  const hasGrants = [...members.keys()].some((name) => name === 'ACL' || name.startsWith('Grant'));
  return [
    ...(members.has('Tagging') ? [of('PutObjectTagging', bucket, key)] : []),
    ...(hasGrants ? [of('PutObjectAcl', bucket, key)] : []),
  ];
}

function sourceDemands(source: string, of: DemandOf): readonly Demand[] {
  try {
    const { Bucket, Key, VersionId } = readCopySource(source);
    return versioned(VersionId, ['GetObject']).map((action) => of(action, Bucket, Key));
  } catch {
    // The operation itself says what is wrong with it.
    return [];
  }
}

function deletions(value: unknown): readonly { readonly Key: string; readonly VersionId?: string }[] {
  if (typeof value !== 'object' || value === null || !('Objects' in value) || !Array.isArray(value.Objects))
    return [];
  const objects: readonly unknown[] = value.Objects;
  return objects.flatMap((one) => {
    if (typeof one !== 'object' || one === null || !('Key' in one) || typeof one.Key !== 'string') return [];
    const VersionId = 'VersionId' in one && typeof one.VersionId === 'string' ? one.VersionId : undefined;
    return [{ Key: one.Key, ...(VersionId !== undefined && { VersionId }) }];
  });
}

function ownerOf(bucket: BucketRecord | undefined): Pick<Demand, 'resourceAccount' | 'resourcePolicy'> {
  if (bucket === undefined) return {};
  const { policy } = bucket.settings;
  return { resourceAccount: bucket.account, ...(policy !== undefined && { resourcePolicy: policy }) };
}
