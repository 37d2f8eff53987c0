import type { S3Call } from '../operation.ts';
import type { S3Event } from '../ports.ts';
import type { BucketRecord, VersionRecord } from './tables.ts';
import { isMarker } from './versions.ts';

/** What changed: the operation that did it, and how. */
export interface Happening {
  readonly detailType: S3Event['detailType'];
  readonly key: string;
  readonly version?: VersionRecord;
  /** `PutObject`, `CopyObject`, `Lifecycle Expiration` */
  readonly reason?: string;
  readonly deletion?: 'Permanently Deleted' | 'Delete Marker Created';
}

/** By whom; `caller` is absent where S3 itself did it. */
export type Announcer = Pick<S3Call, 'events' | 'sequencer' | 'now'> &
  Partial<Pick<S3Call, 'account' | 'requestId'>> & { readonly partition: string };

/**
 * Tells EventBridge, where the bucket is configured to. Called within the transaction of the change, so that
 * neither is ever kept without the other.
 */
export function announce(call: Announcer, bucket: BucketRecord, happening: Happening): void {
  if (bucket.settings.notification?.EventBridgeConfiguration === undefined || call.events === undefined)
    return;
  const { detailType, key, version, reason, deletion } = happening;
  const object = version === undefined || isMarker(version) ? undefined : version;
  call.events.publish({
    account: bucket.account,
    region: bucket.region,
    source: 'aws.s3',
    detailType,
    resources: [`arn:${call.partition}:s3:::${bucket.name}`],
    time: call.now(),
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key,
        ...(detailType === 'Object Created' && { size: object?.size }),
        ...(object !== undefined && { etag: object.etag.replaceAll('"', '') }),
        ...(version?.versionId !== undefined && { 'version-id': version.versionId }),
        ...(deletion !== undefined || detailType === 'Object Created' ? { sequencer: call.sequencer() } : {}),
      },
      'request-id': call.requestId ?? '',
      requester: call.account ?? 's3.amazonaws.com',
      ...(reason !== undefined && { reason }),
      ...(deletion !== undefined && { 'deletion-type': deletion }),
    },
  });
}
