import { AwsError } from '../../aws/aws-error.ts';
import { invalidArgument, malformedXml } from '../../aws/protocol-errors.ts';
import type { Violation } from '../../aws/validation/violation.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/s3` makes one. Few are
 * modelled; the rest are those of Amazon S3's list of error codes. Texts marked (L) are Longshore's own.
 */

export { incompleteBody, invalidArgument, malformedXml } from '../../aws/protocol-errors.ts';

const error = (
  code: string,
  httpStatus: number,
  message: string,
  members: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): AwsError => new AwsError(code, message, { httpStatus, members, headers });

// Buckets

export const noSuchBucket = (BucketName: string): AwsError =>
  error('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName });
export const bucketOfOther = (BucketName: string): AwsError =>
  error(
    'BucketAlreadyExists',
    409,
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { BucketName },
  );
export const bucketIsYours = (BucketName: string): AwsError =>
  error(
    'BucketAlreadyOwnedByYou',
    409,
    'Your previous request to create the named bucket succeeded and you already own it.',
    { BucketName },
  );
export const invalidBucketName = (BucketName: string): AwsError =>
  error('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName });
export const bucketNotEmpty = (BucketName: string, isVersioned: boolean): AwsError =>
  error(
    'BucketNotEmpty',
    409,
    `The bucket you tried to delete is not empty${isVersioned ? '. You must delete all versions in the bucket.' : ''}`,
    { BucketName },
  );
export const illegalLocation = (constraint: string): AwsError =>
  error(
    'IllegalLocationConstraintException',
    400,
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
export const invalidLocation = (LocationConstraint: string): AwsError =>
  error('InvalidLocationConstraint', 400, 'The specified location-constraint is not valid', {
    LocationConstraint,
  });
export const accessDenied = (): AwsError => error('AccessDenied', 403, 'Access Denied');
export const aclsOff = (): AwsError =>
  error('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs');
export const malformedPolicy = (message: string): AwsError => error('MalformedPolicy', 400, message);
export const noSuchSetting = (code: string, message: string, BucketName: string): AwsError =>
  error(code, 404, message, { BucketName });

export const missingAcl = (): AwsError =>
  error('MissingSecurityHeader', 400, 'Your request was missing a required header', {
    MissingHeaderName: 'x-amz-acl',
  });
export const malformedAcl = (): AwsError =>
  error(
    'MalformedACLError',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
export const aclWithOwnership = (): AwsError =>
  error(
    'InvalidBucketAclWithObjectOwnership',
    400,
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  );
export const illegalVersioning = (): AwsError =>
  error('IllegalVersioningConfigurationException', 400, 'The Versioning element must be specified');
export const invalidTargetBucket = (message: string): AwsError =>
  error('InvalidTargetBucketForLogging', 400, message);
export const publicPolicyBlocked = (principal: string, bucket: string): AwsError =>
  error(
    'AccessDenied',
    403,
    `User: ${principal} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
  );
export const idDiffers = (): AwsError => invalidArgument("Input `Id` doesn't match configuration `Id`");
/** (L) */
export const emailGrants = (): AwsError =>
  error(
    'NotImplemented',
    501,
    'Grants to an e-mail address are not implemented by this version of Longshore.',
  );
/** (L) */
export const kmsNotWired = (): AwsError =>
  error(
    'NotImplemented',
    501,
    'Encryption by keys of AWS KMS is not implemented by this version of Longshore: use AES256.',
  );

/** What KMS says of a key, as S3 passes it on. */
export const kmsRefused = (refusal: AwsError): AwsError => error(`KMS.${refusal.code}`, 400, refusal.message);

// Objects

/** `marker`: the id of the delete marker that is the current version. */
export const noSuchKey = (Key: string, marker?: string): AwsError =>
  error(
    'NoSuchKey',
    404,
    'The specified key does not exist.',
    { Key },
    marker === undefined ? {} : { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker },
  );
export const noSuchVersion = (Key: string, VersionId: string): AwsError =>
  error('NoSuchVersion', 404, 'The specified version does not exist.', { Key, VersionId });
export const invalidVersion = (ArgumentValue: string): AwsError =>
  error('InvalidArgument', 400, 'Invalid version id specified', { ArgumentName: 'versionId', ArgumentValue });
/** What is asked of a version that is a delete marker. */
export const markerIsNoObject = (Key: string, version: string, modifiedAt: number): AwsError =>
  error(
    'MethodNotAllowed',
    405,
    'The specified method is not allowed against this resource.',
    { ResourceType: 'DeleteMarker', Key },
    {
      allow: 'DELETE',
      'x-amz-delete-marker': 'true',
      'x-amz-version-id': version,
      'last-modified': new Date(modifiedAt).toUTCString(),
    },
  );
export const versionWithoutKey = (ArgumentValue: string): AwsError =>
  error('InvalidArgument', 400, 'A version-id marker cannot be specified without a key marker.', {
    ArgumentName: 'version-id-marker',
    ArgumentValue,
  });
export const emptyVersionMarker = (): AwsError =>
  error('InvalidArgument', 400, 'A version-id marker cannot be empty.', {
    ArgumentName: 'version-id-marker',
    ArgumentValue: '',
  });
export const copyTooLarge = (most: number): AwsError =>
  invalidRequest(
    `The specified copy source is larger than the maximum allowable size for a copy source: ${most}`,
  );
export const copyOfMarker = (): AwsError =>
  invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.');
export const keyTooLong = (size: number): AwsError =>
  error('KeyTooLongError', 400, 'Your key is too long', { Size: size, MaxSizeAllowed: 1024 });
export const preconditionFailed = (Condition: string): AwsError =>
  error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    Condition,
  });
/** The one answer to a failure that is told of an object. */
export const notModified = (etag: string, modifiedAt: number): AwsError =>
  error(
    'NotModified',
    304,
    'Not Modified',
    {},
    {
      etag,
      'last-modified': new Date(modifiedAt).toUTCString(),
    },
  );
export const invalidRange = (RangeRequested: string, ActualObjectSize: number): AwsError =>
  error('InvalidRange', 416, 'The requested range is not satisfiable', { RangeRequested, ActualObjectSize });
export const invalidObjectState = (StorageClass: string): AwsError =>
  error('InvalidObjectState', 403, "The operation is not valid for the object's storage class", {
    StorageClass,
  });
export const invalidObjectStateToRestore = (): AwsError =>
  error('InvalidObjectState', 403, "Restore is not allowed for the object's current storage class");
export const invalidPartNumber = (): AwsError =>
  error('InvalidPartNumber', 416, 'The requested partnumber is not satisfiable');
export const missingLength = (): AwsError =>
  error('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.');
export const entityTooLarge = (ProposedSize: number, MaxSizeAllowed: number): AwsError =>
  error('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize,
    MaxSizeAllowed,
  });
export const metadataTooLarge = (Size: number): AwsError =>
  error('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size', {
    Size,
    MaxSizeAllowed: 2048,
  });
export const copyToItself = (): AwsError =>
  error(
    'InvalidRequest',
    400,
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
export const invalidRequest = (message: string): AwsError => error('InvalidRequest', 400, message);
export const noObjectLock = (): AwsError => invalidRequest('Bucket is missing Object Lock Configuration');
export const invalidTag = (message: string): AwsError => error('InvalidTag', 400, message);

// Digests

export const invalidDigest = (): AwsError =>
  error('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.');
export const badMd5 = (): AwsError =>
  error('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.');
export const badChecksum = (algorithm: string): AwsError =>
  error('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);
export const invalidChecksum = (headerName: string): AwsError =>
  invalidRequest(`Value for ${headerName} header is invalid.`);

export const otherChecksum = (expected: string | undefined, actual: string): AwsError =>
  invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected?.toLowerCase() ?? 'null'}, actual checksum Type: ${actual.toLowerCase()}`,
  );

// Multipart uploads

export const otherChecksumType = (type: string | undefined): AwsError =>
  invalidRequest(
    `The upload was created using the ${type ?? 'null'} checksum mode. The complete request must use the same checksum mode.`,
  );

export const noSuchUpload = (UploadId: string): AwsError =>
  error(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId },
  );
export const invalidPart = (UploadId: string, PartNumber: number, ETag: string): AwsError =>
  error(
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId, PartNumber, ETag },
  );
export const invalidPartOrder = (UploadId: string): AwsError =>
  error(
    'InvalidPartOrder',
    400,
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    { UploadId },
  );
export const partTooSmall = (PartNumber: number, ProposedSize: number, ETag: string): AwsError =>
  error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize,
    MinSizeAllowed: 5_242_880,
    PartNumber,
    ETag,
  });

// What there is not

/** A header that would have to be obeyed, and is not. */
export const headerNotImplemented = (Header: string): AwsError =>
  error('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', {
    Header,
  });
/** (L) */
export const notImplemented = (operation: string): AwsError =>
  error('NotImplemented', 501, `${operation} is not implemented by this version of Longshore.`);

/** What S3 answers to what its model forbids: it words no constraints. */
export function validationError(message: string, violations: readonly Violation[]): AwsError {
  const [first] = violations;
  if (first?.path === 'StorageClass' && first.constraint === 'enum') {
    return error('InvalidStorageClass', 400, 'The storage class you specified is not valid');
  }
  // Paths with a dot lead into a document.
  return violations.some(({ path }) => path.includes('.')) ? malformedXml() : invalidArgument(message);
}
