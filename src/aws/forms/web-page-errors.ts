import { AwsError } from '../aws-error.ts';

/*
 * What Amazon S3 answers to web pages: to preflights that no rule allows, and to forms that are not as agreed.
 */

/** A preflight of a web page that no rule of the bucket allows. */
export function corsRefused({
  method,
  hasRules,
  isObject,
}: {
  readonly method: string;
  readonly hasRules: boolean;
  readonly isObject: boolean;
}): AwsError {
  return new AwsError(
    'AccessForbidden',
    hasRules
      ? "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
      : 'CORSResponse: CORS is not enabled for this bucket.',
    { httpStatus: 403, members: { Method: method, ResourceType: isObject ? 'OBJECT' : 'BUCKET' } },
  );
}

// Forms that browsers post.

const postRefused = (message: string): AwsError =>
  new AwsError('AccessDenied', `Invalid according to Policy: ${message}`, { httpStatus: 403 });
export const policyExpired = (): AwsError => postRefused('Policy expired.');
export const policyFailed = (condition: string): AwsError =>
  postRefused(`Policy Condition failed: ${condition}`);
export const policyExtraField = (name: string): AwsError => postRefused(`Extra input fields: ${name}`);
export const invalidPolicyDocument = (problem: string): AwsError =>
  new AwsError('InvalidPolicyDocument', `Invalid Policy: ${problem}`);
export const malformedPost = (): AwsError =>
  new AwsError(
    'MalformedPOSTRequest',
    'The body of your POST request is not well-formed multipart/form-data.',
  );
export const fieldsTooLarge = (): AwsError =>
  new AwsError(
    'MaxPostPreDataLengthExceeded',
    'Your POST request fields preceding the upload file were too large.',
    { members: { MaxPostPreDataLengthBytes: 20_480 } },
  );
export const missingFormField = (ArgumentName: string): AwsError =>
  new AwsError(
    'InvalidArgument',
    `Bucket POST must contain a field named '${ArgumentName}'.  If it is specified, please check the order of the fields.`,
    { members: { ArgumentName, ArgumentValue: '' } },
  );
export const oneFileOnly = (): AwsError =>
  new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.', {
    members: { ArgumentName: 'file', ArgumentValue: '0' },
  });
export const entityTooLargeFor = (ProposedSize: number, MaxSizeAllowed: number): AwsError =>
  new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    members: { ProposedSize, MaxSizeAllowed },
  });
export const entityTooSmallFor = (ProposedSize: number, MinSizeAllowed: number): AwsError =>
  new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    members: { ProposedSize, MinSizeAllowed },
  });
