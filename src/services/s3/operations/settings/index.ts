import type { S3OperationTable } from '../../operation.ts';
import * as absent from './absent.ts';
import * as cors from './cors.ts';
import * as encryption from './encryption.ts';
import * as lifecycle from './lifecycle.ts';
import * as logging from './logging.ts';
import * as monitoring from './monitoring.ts';
import * as notification from './notification.ts';
import * as ownership from './ownership-controls.ts';
import * as policy from './policy.ts';
import * as publicAccess from './public-access-block.ts';
import * as switches from './switches.ts';
import * as tagging from './tagging.ts';
import * as versioning from './versioning.ts';
import * as website from './website.ts';

/** How a bucket is configured, subresource by subresource. */
export const settingOperations: S3OperationTable = {
  DeleteBucketAnalyticsConfiguration: absent.noConfiguration,
  DeleteBucketCors: cors.deleteBucketCors,
  DeleteBucketEncryption: encryption.deleteBucketEncryption,
  DeleteBucketIntelligentTieringConfiguration: monitoring.deleteBucketTiering,
  DeleteBucketInventoryConfiguration: absent.noConfiguration,
  DeleteBucketLifecycle: lifecycle.deleteBucketLifecycle,
  DeleteBucketMetricsConfiguration: monitoring.deleteBucketMetricsConfiguration,
  DeleteBucketOwnershipControls: ownership.deleteBucketOwnershipControls,
  DeleteBucketPolicy: policy.deleteBucketPolicy,
  DeleteBucketReplication: absent.nothingToDelete,
  DeleteBucketTagging: tagging.deleteBucketTagging,
  DeleteBucketWebsite: website.deleteBucketWebsite,
  DeletePublicAccessBlock: publicAccess.deletePublicAccessBlock,
  GetBucketAccelerateConfiguration: switches.getBucketAccelerateConfiguration,
  GetBucketAnalyticsConfiguration: absent.noConfiguration,
  GetBucketCors: cors.getBucketCors,
  GetBucketEncryption: encryption.getBucketEncryption,
  GetBucketIntelligentTieringConfiguration: monitoring.getBucketTiering,
  GetBucketInventoryConfiguration: absent.noConfiguration,
  GetBucketLifecycleConfiguration: lifecycle.getBucketLifecycleConfiguration,
  GetBucketLogging: logging.getBucketLogging,
  GetBucketMetricsConfiguration: monitoring.getBucketMetricsConfiguration,
  GetBucketNotificationConfiguration: notification.getBucketNotificationConfiguration,
  GetBucketOwnershipControls: ownership.getBucketOwnershipControls,
  GetBucketPolicy: policy.getBucketPolicy,
  GetBucketPolicyStatus: policy.getBucketPolicyStatus,
  GetBucketReplication: absent.getBucketReplication,
  GetBucketRequestPayment: switches.getBucketRequestPayment,
  GetBucketTagging: tagging.getBucketTagging,
  GetBucketVersioning: versioning.getBucketVersioning,
  GetBucketWebsite: website.getBucketWebsite,
  GetObjectLegalHold: absent.withoutLock,
  GetObjectLockConfiguration: absent.getObjectLockConfiguration,
  GetObjectRetention: absent.withoutLock,
  GetPublicAccessBlock: publicAccess.getPublicAccessBlock,
  ListBucketAnalyticsConfigurations: absent.noneListed,
  ListBucketIntelligentTieringConfigurations: monitoring.listBucketTiering,
  ListBucketInventoryConfigurations: absent.noneListed,
  ListBucketMetricsConfigurations: monitoring.listBucketMetricsConfigurations,
  PutBucketAccelerateConfiguration: switches.putBucketAccelerateConfiguration,
  PutBucketCors: cors.putBucketCors,
  PutBucketEncryption: encryption.putBucketEncryption,
  PutBucketIntelligentTieringConfiguration: monitoring.putBucketTiering,
  PutBucketLifecycleConfiguration: lifecycle.putBucketLifecycleConfiguration,
  PutBucketLogging: logging.putBucketLogging,
  PutBucketMetricsConfiguration: monitoring.putBucketMetricsConfiguration,
  PutBucketNotificationConfiguration: notification.putBucketNotificationConfiguration,
  PutBucketOwnershipControls: ownership.putBucketOwnershipControls,
  PutBucketPolicy: policy.putBucketPolicy,
  PutBucketRequestPayment: switches.putBucketRequestPayment,
  PutBucketTagging: tagging.putBucketTagging,
  PutBucketVersioning: versioning.putBucketVersioning,
  PutBucketWebsite: website.putBucketWebsite,
  PutObjectLegalHold: absent.withoutLock,
  PutObjectRetention: absent.withoutLock,
  PutPublicAccessBlock: publicAccess.putPublicAccessBlock,
};
