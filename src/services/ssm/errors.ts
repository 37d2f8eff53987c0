import { AwsError } from '../../aws/aws-error.ts';
import { ssmContract } from '../../aws/contract/ssm.gen.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/ssm` makes one. Texts
 * marked (I) are inferred, not seen.
 */

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

// Finding a parameter

/** AWS says no more than the class. */
export const parameterNotFound = (): AwsError => new AwsError('ParameterNotFound', '');
export const versionNotFound = (version: string, name: string): AwsError =>
  new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  );

export const decryptionNeeded = (): AwsError =>
  validation('WithDecryption flag must be True for retrieving a Secret Manager secret.');
export const referencedSecretNotFound = (name: string): AwsError =>
  new AwsError(
    'ParameterNotFound',
    `An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret ${name} not found.`,
  );

// Names

export const invalidName = (): AwsError =>
  validation(
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
  );
export const reservedPrefix = (): AwsError =>
  validation('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
export const reservedName = (name: string): AwsError =>
  new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
export const notQualified = (): AwsError => validation('Parameter name must be a fully qualified name.');
export const tooDeep = (): AwsError =>
  new AwsError(
    'HierarchyLevelLimitExceededException',
    'A hierarchy can have a maximum of 15 levels. For more information, see Requirements and constraints for parameter names in the AWS Systems Manager User Guide.',
  );
export const nameTooLong = (): AwsError =>
  validation('Parameter name is too long: with its ARN it can have at most 1011 characters.'); // (I)
export const invalidPath = (): AwsError =>
  validation(
    'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
  );

// Values

export const typeMissing = (): AwsError =>
  validation('A parameter type is required when you create a parameter.');
export const valueEmpty = (): AwsError =>
  validation(
    "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
  );
export const valueTooLong = (tier: 'Standard' | 'Advanced'): AwsError =>
  tier === 'Standard'
    ? validation(
        'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
      )
    : validation('Advanced tier parameters support a maximum parameter value of 8192 characters.');
export const nestedParameter = (): AwsError =>
  validation('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
export const listItemEmpty = (): AwsError =>
  validation('Parameter value: a StringList cannot hold an empty item.'); // (I)
export const patternInvalid = (pattern: string): AwsError =>
  new AwsError(
    'InvalidAllowedPatternException',
    `The request does not meet the regular expression requirement: ${pattern}`, // (I)
  );
export const patternMismatch = (pattern: string): AwsError =>
  new AwsError(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  );
export const dataTypeUnsupported = (dataType: string): AwsError =>
  validation(`The following data type is not supported: ${dataType} (Data type names are all lowercase.)`);
export const notAnImage = (): AwsError =>
  validation('The parameter value is not a valid Amazon Machine Image (AMI) ID.'); // (I)
export const keyWithoutSecret = (): AwsError =>
  validation('KeyId is required for SecureString type parameter only.');
/** What KMS says of a key, as AWS's own client of it prints it. */
export const keyRefused = ({ code, message, cause }: AwsError, requestId: string): AwsError =>
  new AwsError(
    code === 'AccessDeniedException' ? code : 'InvalidKeyId',
    `${message} (Service: AWSKMS; Status Code: 400; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`.trim(),
    { cause },
  );
export const undecipherable = (cause: unknown): AwsError =>
  new AwsError('InvalidKeyId', 'The parameter value cannot be decrypted with its key.', { cause }); // (I)

// Putting

export const parameterExists = (): AwsError =>
  new AwsError(
    'ParameterAlreadyExists',
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );
export const typeChanged = (): AwsError =>
  new AwsError(
    'HierarchyTypeMismatchException',
    "Parameter Store does not support changing a parameter type in a hierarchy. For example, you can't change a parameter from a String type to a SecureString type. You must create a new, unique parameter.",
  );
export const tierLowered = (): AwsError =>
  validation(
    "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
  );
export const tagsAndOverwrite = (): AwsError =>
  validation(
    "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
  );
export const tooManyVersions = (name: string, oldest: number): AwsError =>
  new AwsError(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${oldest}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  );
export const tooManyParameters = (): AwsError =>
  new AwsError(
    'ParameterLimitExceeded',
    'You have exceeded the number of parameters for this AWS account. Delete one or more parameters and try again.',
  );
export const policiesUnsupported = (): AwsError =>
  new AwsError(
    'InvalidPolicyTypeException',
    'Parameter policies are not implemented by this version of Longshore.',
  );

// Labels

export const tooManyLabels = (): AwsError =>
  new AwsError(
    'ParameterVersionLabelLimitExceeded',
    'A parameter version can have maximum 10 labels.Move one or more labels to another version and try again.',
  );

// Lists

export const invalidNextToken = (): AwsError =>
  new AwsError('InvalidNextToken', 'The specified token is not valid.');
export const invalidFilterKey = (key: string, valid: readonly string[]): AwsError =>
  new AwsError(
    'InvalidFilterKey',
    `The following filter key is not valid: ${key}. Valid filter keys include: [${valid.join(', ')}].`,
  );
export const filterDoubled = (key: string): AwsError =>
  new AwsError(
    'InvalidFilterKey',
    `The following filter is duplicated in the request: ${key}. A request can contain only one occurrence of a specific filter.`,
  );
export const filterValuesMissing = (key: string): AwsError =>
  new AwsError('InvalidFilterValue', `The following filter values are missing : null for filter key ${key}.`);
export const invalidFilterOption = (option: string, valid: readonly string[]): AwsError =>
  new AwsError(
    'InvalidFilterOption',
    `The following filter option is not valid: ${option}. Valid options include: [${valid.join(', ')}].`,
  );
export const invalidFilterValue = (value: string, valid: readonly string[]): AwsError =>
  new AwsError(
    'InvalidFilterOption',
    `The following filter value is not valid: ${value}. Valid values include: [${valid.join(', ')}].`,
  );
export const twoKindsOfFilters = (): AwsError =>
  validation('You can use either Filters or ParameterFilters in a single request.');

// Tags

export const invalidResourceType = (type: string): AwsError =>
  new AwsError(
    'InvalidResourceType',
    `${type} is not a valid resource type. Valid resource types here are: Parameter.`, // (I)
  );
export const invalidResourceId = (id: string): AwsError =>
  new AwsError('InvalidResourceId', `The resource ID "${id}" is not valid. Verify the ID and try again.`); // (I)
export const tooManyTags = (): AwsError =>
  new AwsError('TooManyTagsError', 'The Targets parameter includes too many tags: at most 50 are allowed.'); // (I)

// Not there yet

/** The nearest class that the operation's model offers; else the one that all operations share. */
export function notImplemented(operation: string): AwsError {
  const modelled = ssmContract.operations.get(operation)?.errors ?? [];
  const code = ['UnsupportedOperationException', 'ValidationException'].find((name) =>
    modelled.includes(name),
  );
  const message = `${operation} is not implemented by this version of Longshore.`;
  return new AwsError(code ?? 'ValidationException', message);
}
