import { AwsError } from '../../aws/aws-error.ts';
import { invalidArgument, malformedXml } from '../../aws/protocol-errors.ts';
import type { Violation } from '../../aws/violation.ts';

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
): AwsError => new AwsError(code, message, { httpStatus, members });

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
export const bucketNotEmpty = (BucketName: string): AwsError =>
  error('BucketNotEmpty', 409, 'The bucket you tried to delete is not empty', { BucketName });
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
export const noSuchTagSet = (BucketName: string): AwsError =>
  error('NoSuchTagSet', 404, 'The TagSet does not exist', { BucketName });
export const noSuchBucketPolicy = (BucketName: string): AwsError =>
  error('NoSuchBucketPolicy', 404, 'The bucket policy does not exist', { BucketName });
export const malformedPolicy = (): AwsError =>
  error('MalformedPolicy', 400, "Policies must be valid JSON and the first byte must be '{'");
export const noSuchSetting = (code: string, message: string, BucketName: string): AwsError =>
  error(code, 404, message, { BucketName });

// Objects

export const noSuchKey = (Key: string): AwsError =>
  error('NoSuchKey', 404, 'The specified key does not exist.', { Key });
export const noSuchVersion = (Key: string, VersionId: string): AwsError =>
  error('NoSuchVersion', 404, 'The specified version does not exist.', { Key, VersionId });
export const invalidVersion = (): AwsError => invalidArgument('Invalid version id specified');
export const keyTooLong = (size: number): AwsError =>
  error('KeyTooLongError', 400, 'Your key is too long', { Size: size, MaxSizeAllowed: 1024 });
export const preconditionFailed = (Condition: string): AwsError =>
  error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    Condition,
  });
export const notModified = (): AwsError => error('NotModified', 304, 'Not Modified');
export const invalidRange = (RangeRequested: string, ActualObjectSize: number): AwsError =>
  error('InvalidRange', 416, 'The requested range is not satisfiable', { RangeRequested, ActualObjectSize });
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

export const otherChecksum = (expected: string, actual: string): AwsError =>
  invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual.toLowerCase()}`,
  );

// Multipart uploads

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
