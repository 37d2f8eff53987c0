import type { S3OperationTable } from '../operation.ts';
import * as acls from './access-control-lists.ts';
import * as buckets from './buckets.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { getObject, headObject } from './get-object.ts';
import { getObjectAttributes } from './get-object-attributes.ts';
import { listMultipartUploads } from './list-multipart-uploads.ts';
import { listObjectVersions } from './list-object-versions.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import * as uploads from './multipart-uploads.ts';
import * as objectTags from './object-tagging.ts';
import * as parts from './parts.ts';
import { putObject } from './put-object.ts';
import { restoreObject } from './restore-object.ts';
import { settingOperations } from './settings/index.ts';

/** What is implemented. The rest of the contract answers `notImplemented`. */
export const operations: S3OperationTable = {
  ...settingOperations,
  AbortMultipartUpload: uploads.abortMultipartUpload,
  CompleteMultipartUpload: uploads.completeMultipartUpload,
  CopyObject: copyObject,
  CreateBucket: buckets.createBucket,
  CreateMultipartUpload: uploads.createMultipartUpload,
  DeleteBucket: buckets.deleteBucket,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  DeleteObjectTagging: objectTags.deleteObjectTagging,
  GetBucketAcl: acls.getBucketAcl,
  GetBucketLocation: buckets.getBucketLocation,
  GetObject: getObject,
  GetObjectAcl: acls.getObjectAcl,
  GetObjectAttributes: getObjectAttributes,
  GetObjectTagging: objectTags.getObjectTagging,
  HeadBucket: buckets.headBucket,
  HeadObject: headObject,
  ListBuckets: buckets.listBuckets,
  ListMultipartUploads: listMultipartUploads,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listObjectVersions,
  ListParts: parts.listParts,
  PutBucketAcl: acls.putBucketAcl,
  PutObject: putObject,
  PutObjectAcl: acls.putObjectAcl,
  PutObjectTagging: objectTags.putObjectTagging,
  RestoreObject: restoreObject,
  UploadPart: parts.uploadPart,
  UploadPartCopy: parts.uploadPartCopy,
};
