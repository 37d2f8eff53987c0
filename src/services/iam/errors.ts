import { AwsError } from '../../aws/aws-error.ts';
import type { ServiceContract } from '../../aws/contract/contract.ts';
import { iamContract } from '../../aws/contract/iam.gen.ts';
import type { IamErrorName } from '../../aws/contract/iam.types.gen.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/iam` makes one. Texts
 * marked (I) are inferred, not seen; those marked (L) are Longshore's own, where AWS has no such case.
 */

const modelled = (name: IamErrorName, message: string): AwsError =>
  new AwsError(name, message, { httpStatus: iamContract.errors.get(name)?.status ?? 400 });

const noSuchEntity = (message: string): AwsError => modelled('NoSuchEntityException', message);
const alreadyExists = (message: string): AwsError => modelled('EntityAlreadyExistsException', message);
const deleteConflict = (message: string): AwsError => modelled('DeleteConflictException', message);
const limitExceeded = (message: string): AwsError => modelled('LimitExceededException', message);
const invalidInput = (message: string): AwsError => modelled('InvalidInputException', message);
const accessDenied = (message: string): AwsError =>
  new AwsError('AccessDenied', message, { httpStatus: 403 });

export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);
export const invalidMarker = (): AwsError => validationError('Invalid Marker.'); // (I)
export const malformedPolicy = (message: string): AwsError =>
  modelled('MalformedPolicyDocumentException', message);

// Users, groups and roles, and the policies that hang on them

type Holder = 'role' | 'user' | 'group';

export const noSuchHolder = (kind: Holder, name: string): AwsError =>
  noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
export const noSuchRole = (name: string): AwsError => noSuchHolder('role', name);
export const noSuchUser = (name: string): AwsError => noSuchHolder('user', name);
export const noSuchGroup = (name: string): AwsError => noSuchHolder('group', name);
export const roleExists = (name: string): AwsError => alreadyExists(`Role with name ${name} already exists.`);
export const userExists = (name: string): AwsError => alreadyExists(`User with name ${name} already exists.`);
export const groupExists = (name: string): AwsError =>
  alreadyExists(`Group with name ${name} already exists.`);
export const hasPolicies = (): AwsError =>
  deleteConflict('Cannot delete entity, must detach all policies first.');
export const hasInlinePolicies = (): AwsError =>
  deleteConflict('Cannot delete entity, must delete policies first.');
export const roleHasProfiles = (): AwsError =>
  deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
export const hasMembers = (): AwsError =>
  deleteConflict('Cannot delete entity, must remove users from group first.');
export const hasAccessKeys = (): AwsError =>
  deleteConflict('Cannot delete entity, must delete access keys first.');
export const noSuchHolderPolicy = (kind: Holder, name: string): AwsError =>
  noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);
export const tooManyAttachments = (kind: Holder): AwsError =>
  limitExceeded(`Cannot exceed quota for PoliciesPer${kind.charAt(0).toUpperCase()}${kind.slice(1)}: 10`);
export const tooMuchInline = (kind: Holder, name: string, limit: number): AwsError =>
  limitExceeded(`Maximum policy size of ${limit} bytes exceeded for ${kind} ${name}`);
export const tooManyGroups = (): AwsError => limitExceeded('Cannot exceed quota for GroupsPerUser: 10');
/** Only a user is somebody without being named. */
export const nameYourUser = (): AwsError =>
  validationError('Must specify userName when calling with non-User credentials');
export const noUserBoundary = (user: string): AwsError =>
  noSuchEntity(`User ${user} does not have a permissions boundary.`); // (I)

// What nobody can have here

export const noLoginProfile = (user: string): AwsError =>
  noSuchEntity(`Login Profile for User ${user} cannot be found.`);
export const noPasswordPolicy = (account: string): AwsError =>
  noSuchEntity(`The Password Policy with domain name ${account} cannot be found.`);

// Access keys

export const noSuchAccessKey = (id: string): AwsError =>
  noSuchEntity(`The Access Key with id ${id} cannot be found.`);
export const tooManyAccessKeys = (): AwsError =>
  limitExceeded('Cannot exceed quota for AccessKeysPerUser: 2');

// The account

export const aliasTaken = (alias: string): AwsError =>
  alreadyExists(`The account alias ${alias} already exists.`);
export const noSuchAlias = (alias: string): AwsError =>
  noSuchEntity(`The account alias ${alias} cannot be found.`); // (I)

// OpenID Connect providers

export const noSuchProvider = (arn: string): AwsError =>
  noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
export const providerExists = (url: string): AwsError =>
  alreadyExists(`Provider with url ${url} already exists.`);
export const invalidProviderUrl = (): AwsError => validationError('Invalid Open ID Connect Provider URL');
export const tooManyClients = (): AwsError =>
  limitExceeded('Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100');
export const tooManyThumbprints = (): AwsError =>
  invalidInput('Thumbprint list must contain fewer than 5 entries.');

// Roles

export const noBoundary = (role: string): AwsError =>
  noSuchEntity(`Role ${role} does not have a permissions boundary.`); // (I)
export const protectedRole = (name: string): AwsError =>
  modelled(
    'UnmodifiableEntityException',
    `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
  );
export const serviceRoleTaken = (name: string): AwsError =>
  invalidInput(`Service role name ${name} has been taken in this account, please try a different suffix.`);
export const noCustomSuffix = (service: string): AwsError =>
  invalidInput(`Custom suffix is not allowed for ${service}`);
export const noSuchDeletion = (id: string): AwsError =>
  noSuchEntity(`Deletion Task Id ${id} does not exist.`); // (I)

// Policies

export const noSuchPolicy = (arn: string): AwsError => noSuchEntity(`Policy ${arn} was not found.`);
export const notAttachable = (arn: string): AwsError =>
  noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
export const policyExists = (name: string): AwsError =>
  alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
export const policyIsAttached = (): AwsError =>
  deleteConflict('Cannot delete a policy attached to entities.');
export const policyHasVersions = (): AwsError =>
  deleteConflict(
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
  );
export const isDefaultVersion = (): AwsError =>
  deleteConflict('Cannot delete the default version of a policy.');
export const noSuchVersion = (arn: string, version: string): AwsError =>
  noSuchEntity(`Policy ${arn} version ${version} does not exist or is not attachable.`);
export const tooManyVersions = (): AwsError =>
  limitExceeded(
    'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
  );
export const policyTooLong = (): AwsError => limitExceeded('Cannot exceed quota for PolicySize: 6144');
export const trustTooLong = (): AwsError => limitExceeded('Cannot exceed quota for ACLSizePerRole: 2048');
export const policyOfAws = (): AwsError => accessDenied('Policy is outside your own account.');

// Instance profiles

export const noSuchProfile = (name: string): AwsError =>
  noSuchEntity(`Instance Profile ${name} cannot be found.`);
export const profileExists = (name: string): AwsError =>
  alreadyExists(`Instance Profile ${name} already exists.`);
export const profileIsFull = (): AwsError =>
  limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
export const roleNotInProfile = (role: string, profile: string): AwsError =>
  noSuchEntity(`The role with name ${role} cannot be found in instance profile ${profile}.`); // (I)

// Tags

export const duplicateTags = (): AwsError =>
  invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
export const tooManyTags = (): AwsError => limitExceeded('The number of tags has reached the maximum limit.'); // (I)
export const systemTag = (): AwsError => invalidInput('System tags cannot be added/updated/deleted'); // (I)

// The policy simulator

export const invalidEntityArn = (arn: string): AwsError => invalidInput(`Invalid Entity Arn: ${arn}`); // (I)
export const invalidAction = (action: string): AwsError => invalidInput(`Invalid action: ${action}`); // (I)
export const invalidSimulatedPolicy = (problem: string): AwsError => invalidInput(problem); // (I)
export const callerNeeded = (): AwsError =>
  invalidInput('CallerArn must be specified when ResourcePolicy is.'); // (I)
/** (L) */
export const simulationUnsupported = (member: string): AwsError =>
  invalidInput(`${member} is not implemented by this version of Longshore.`);

// Calls of any service that policies do not allow: each protocol has its own name for it

export function denied({ protocol, errors }: ServiceContract, message: string): AwsError {
  switch (protocol) {
    case 'awsQuery':
    case 'restXml':
      return accessDenied(message);
    case 'ec2Query':
      return new AwsError(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. ${message}`,
        { httpStatus: 403 },
      );
    default:
      return new AwsError('AccessDeniedException', message, {
        httpStatus: errors.get('AccessDeniedException')?.status ?? (protocol === 'restJson1' ? 403 : 400),
      });
  }
}

// Not there yet

/** (L) */
export const notImplemented = (operation: string): AwsError =>
  accessDenied(`${operation} is not implemented by this version of Longshore.`);
