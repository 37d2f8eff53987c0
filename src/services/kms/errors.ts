import { AwsError } from '../../aws/aws-error.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/kms` makes one. Texts
 * marked (I) are inferred, not seen.
 */

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);
const notFound = (message: string): AwsError => new AwsError('NotFoundException', message);
const invalidState = (message: string): AwsError => new AwsError('KMSInvalidStateException', message);
const invalidUsage = (message: string): AwsError => new AwsError('InvalidKeyUsageException', message);
const accessDenied = (message: string): AwsError => new AwsError('AccessDeniedException', message);

// Finding a key

export const keyNotFound = (arn: string): AwsError => notFound(`Key '${arn}' does not exist`);
export const aliasNotFound = (arn: string): AwsError => notFound(`Alias ${arn} is not found.`);
export const invalidKeyId = (id: string): AwsError => notFound(`Invalid keyId '${id}'`);
export const otherRegion = (region: string): AwsError => notFound(`Invalid arn ${region}`);
export const invalidArn = (arn: string): AwsError =>
  new AwsError('InvalidArnException', `Invalid arn ${arn}`);

// States

export const keyDisabled = (arn: string): AwsError =>
  new AwsError('DisabledException', `${arn} is disabled.`);
export const pendingDeletion = (arn: string): AwsError => invalidState(`${arn} is pending deletion.`);
export const notPendingDeletion = (arn: string): AwsError => invalidState(`${arn} is not pending deletion.`);
export const invalidWindow = (): AwsError =>
  validation('PendingWindowInDays must be between 7 and 30 days (inclusive).'); // (I)

/** As the policy of a key that a service of AWS manages has it. */
export const managedKey = (principal: string, operation: string, arn: string): AwsError =>
  accessDenied(
    `User: ${principal} is not authorized to perform: kms:${operation} on resource: ${arn} because no resource-based policy allows the kms:${operation} action`,
  );

export const crossAccount = (): AwsError => accessDenied('This operation cannot be called cross account'); // (I) the class

// Making one

export const usageNeeded = (): AwsError =>
  validation('You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.');
export const usageMismatch = (usage: string, spec: string): AwsError =>
  validation(`KeyUsage ${usage} is not compatible with KeySpec ${spec}`);
export const twoSpecs = (): AwsError =>
  validation(
    'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
  );
export const notInRegion = (spec: string): AwsError =>
  new AwsError('UnsupportedOperationException', `KeySpec ${spec} is not supported in this Region`);
/** Custom key stores, imported material, multi-Region keys, and specs that are not here. */
export const unsupported = (what: string): AwsError =>
  new AwsError('UnsupportedOperationException', `${what} is not implemented by this version of Longshore.`);

// Cryptography

export const usageInvalid = (arn: string, usage: string, operation: string): AwsError =>
  invalidUsage(`${arn} key usage is ${usage} which is not valid for ${operation}.`);
export const algorithmMismatch = (algorithm: string, spec: string): AwsError =>
  invalidUsage(`Algorithm ${algorithm} is incompatible with key spec ${spec}.`);
export const symmetricOnly = (arn: string, spec: string, operation: string): AwsError =>
  invalidUsage(`${arn} key spec is ${spec} which is not valid for ${operation}.`); // (I)
/** AWS says no more than the class. */
export const invalidCiphertext = (): AwsError => new AwsError('InvalidCiphertextException', '');
export const incorrectKey = (): AwsError =>
  new AwsError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  );
export const ciphertextUnknown = (): AwsError =>
  accessDenied(
    'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  );
export const keyNeeded = (): AwsError =>
  validation(
    'The KeyId parameter is required when the ciphertext was encrypted under an asymmetric KMS key.',
  ); // (I)
export const contextOnAsymmetric = (): AwsError =>
  validation(
    'You cannot specify an encryption context when you encrypt or decrypt with an asymmetric KMS key.',
  ); // (I)
export const plaintextTooLong = (algorithm: string, spec: string, most: number): AwsError =>
  validation(`Algorithm ${algorithm} and key spec ${spec} cannot encrypt data larger than ${most} bytes.`);
export const bytesOrSpec = (): AwsError => validation('Please specify either number of bytes or key spec.');
export const missing = (member: string): AwsError =>
  validation(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
export const digestLength = (algorithm: string): AwsError =>
  validation(`Digest is invalid length for algorithm ${algorithm}.`);
export const messageTypeInvalid = (type: string, algorithm: string): AwsError =>
  validation(`MessageType ${type} is not valid for algorithm ${algorithm}.`); // (I)
/** AWS says no more than the class. */
export const invalidSignature = (): AwsError => new AwsError('KMSInvalidSignatureException', '');
/** AWS says no more than the class. */
export const invalidMac = (): AwsError => new AwsError('KMSInvalidMacException', '');
export const invalidPublicKey = (): AwsError => validation('The public key is not valid.'); // (I)
export const dryRun = (): AwsError =>
  new AwsError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.');
export const noRandomBytes = (): AwsError => missing('numberOfBytes');

// Aliases

export const invalidAliasPrefix = (): AwsError => validation('Invalid identifier');
export const aliasCharacters = (name: string): AwsError =>
  validation(`${name} contains invalid characters for an alias`);
export const reservedAlias = (): AwsError =>
  new AwsError(
    'NotAuthorizedException',
    'The alias name for a customer managed CMK cannot begin with alias/aws/.',
  );
export const aliasOfAlias = (): AwsError => validation('Aliases must refer to keys. Not aliases');
export const aliasExists = (arn: string): AwsError =>
  new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
export const tooManyAliases = (): AwsError =>
  new AwsError('LimitExceededException', 'The key has the most aliases that a key can have: 50.'); // (I)
export const otherKindOfKey = (): AwsError =>
  validation('Alias must be associated with keys of the same type and key usage.'); // (I)

// Rotation

export const cannotRotate = (): AwsError => new AwsError('UnsupportedOperationException', '');
export const tooManyRotations = (keyId: string): AwsError =>
  new AwsError(
    'LimitExceededException',
    `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${keyId}`,
  );

// Policies

export const noSuchPolicy = (): AwsError => notFound('No such policy exists');
export const malformedPolicy = (message: string): AwsError =>
  new AwsError('MalformedPolicyDocumentException', message);
export const lockout = (): AwsError =>
  malformedPolicy('The new key policy will not allow you to update the key policy in the future.');

// Grants

export const grantNotFound = (id: string): AwsError => notFound(`Grant ID ${id} not found`);
export const invalidGrantToken = (): AwsError => new AwsError('InvalidGrantTokenException', '');
export const grantOperation = (operation: string, spec: string): AwsError =>
  validation(`Grant operation ${operation} is not supported by key spec ${spec}.`); // (I)
export const onePrincipal = (member: string): AwsError =>
  validation(`Specify either ${member}Principal or ${member}ServicePrincipal.`); // (I)
export const tokenOrGrant = (): AwsError =>
  validation('Specify either a GrantToken, or both a KeyId and a GrantId.'); // (I)
export const oneGrantFilter = (): AwsError =>
  validation('Specify either a RetiringPrincipal or a RetiringServicePrincipal.'); // (I)

// Lists

/** AWS says no more than the class. */
export const invalidMarker = (): AwsError => new AwsError('InvalidMarkerException', '');

// Tags

const tagging = (message: string): AwsError => new AwsError('TagException', message);
export const doubledTag = (): AwsError => tagging('Duplicate tag keys');
export const reservedTag = (): AwsError =>
  tagging('aws: prefixed tag key names are not allowed for external use.'); // (I)
export const tooManyTags = (): AwsError =>
  new AwsError('LimitExceededException', 'The key has the most tags that a key can have: 50.'); // (I)
