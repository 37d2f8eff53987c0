import { aclsOff } from '../errors.ts';
import type { S3OperationTable } from '../operation.ts';
import * as settings from './bucket-settings.ts';
import * as buckets from './buckets.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { getObject, headObject } from './get-object.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import * as uploads from './multipart-uploads.ts';
import * as details from './object-details.ts';
import * as parts from './parts.ts';
import { putObject } from './put-object.ts';

const refuseAcl = (): never => {
  throw aclsOff();
};

/** What is implemented. The rest of the contract answers `notImplemented`. */
export const operations: S3OperationTable = {
  AbortMultipartUpload: uploads.abortMultipartUpload,
  CompleteMultipartUpload: uploads.completeMultipartUpload,
  CopyObject: copyObject,
  CreateBucket: buckets.createBucket,
  CreateMultipartUpload: uploads.createMultipartUpload,
  DeleteBucket: buckets.deleteBucket,
  DeleteBucketEncryption: settings.deleteBucketEncryption,
  DeleteBucketPolicy: settings.deleteBucketPolicy,
  DeleteBucketTagging: settings.deleteBucketTagging,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  DeleteObjectTagging: details.deleteObjectTagging,
  DeletePublicAccessBlock: settings.deletePublicAccessBlock,
  GetBucketAccelerateConfiguration: settings.off,
  GetBucketAcl: details.getBucketAcl,
  GetBucketCors: settings.getBucketCors,
  GetBucketEncryption: settings.getBucketEncryption,
  GetBucketLifecycleConfiguration: settings.getBucketLifecycle,
  GetBucketLocation: buckets.getBucketLocation,
  GetBucketLogging: settings.off,
  GetBucketNotificationConfiguration: settings.off,
  GetBucketOwnershipControls: settings.getBucketOwnershipControls,
  GetBucketPolicy: settings.getBucketPolicy,
  GetBucketReplication: settings.getBucketReplication,
  GetBucketRequestPayment: settings.getBucketRequestPayment,
  GetBucketTagging: settings.getBucketTagging,
  GetBucketVersioning: settings.off,
  GetBucketWebsite: settings.getBucketWebsite,
  GetObject: getObject,
  GetObjectAcl: details.getObjectAcl,
  GetObjectAttributes: details.getObjectAttributes,
  GetObjectLockConfiguration: settings.getObjectLockConfiguration,
  GetObjectTagging: details.getObjectTagging,
  GetPublicAccessBlock: settings.getPublicAccessBlock,
  HeadBucket: buckets.headBucket,
  HeadObject: headObject,
  ListBuckets: buckets.listBuckets,
  ListMultipartUploads: uploads.listMultipartUploads,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListParts: parts.listParts,
  PutBucketAcl: refuseAcl,
  PutBucketEncryption: settings.putBucketEncryption,
  PutBucketOwnershipControls: settings.putBucketOwnershipControls,
  PutBucketPolicy: settings.putBucketPolicy,
  PutBucketTagging: settings.putBucketTagging,
  PutObject: putObject,
  PutObjectAcl: refuseAcl,
  PutObjectTagging: details.putObjectTagging,
  PutPublicAccessBlock: settings.putPublicAccessBlock,
  UploadPart: parts.uploadPart,
  UploadPartCopy: parts.uploadPartCopy,
};
