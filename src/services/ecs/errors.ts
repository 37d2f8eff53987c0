import { AwsError } from '../../aws/aws-error.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/ecs` makes one.
 * Tools match on these texts: a changed word breaks a client. Texts marked (I) are inferred, not seen.
 */

export const clientError = (message: string): AwsError => new AwsError('ClientException', message);
export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);
export const unsupportedFeature = (message: string): AwsError =>
  new AwsError('UnsupportedFeatureException', message);

// Clusters

export const clusterNotFound = (): AwsError => new AwsError('ClusterNotFoundException', 'Cluster not found.');
/** A cluster argument with a stray quote or of another kind of resource answers this. */
export const malformedCluster = (): AwsError => invalidParameter('Unsupported resource type: cluster');
export const invalidClusterName = (name: string): AwsError =>
  invalidParameter(`Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was ${name}`);
export const blankClusters = (): AwsError => invalidParameter('Clusters can not be blank.');
export const inactiveCluster = (): AwsError =>
  invalidParameter('The specified cluster is inactive. Specify an active cluster and try again.');
/** The class is the one seen where an instance registers with such a cluster (I for tasks). */
export const referencedClusterInactive = (): AwsError => clientError('The referenced cluster was inactive.');
export const clusterNotIdempotent = (): AwsError =>
  invalidParameter(
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
  );
export const clusterContainsTasks = (): AwsError =>
  new AwsError('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.');
export const capacityProviderNotFound = (): AwsError =>
  invalidParameter(
    'The specified capacity provider was not found. Specify a valid capacity provider and try again.',
  );
export const capacityProviderNotAssociated = (): AwsError =>
  invalidParameter(
    'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.',
  );
export const capacityProviderInUse = (): AwsError =>
  new AwsError('ResourceInUseException', 'The specified capacity provider is in use and cannot be removed.');
/** For what AWS takes and this version cannot carry out; the operation models no better class. */
export const clusterMemberUnsupported = (member: string): AwsError =>
  clientError(`${member} is not supported by this version of Longshore.`);

// Task definitions. The texts that refuse a registration stand with their rules in `model/task-definition`.

export const undescribableTaskDefinition = (): AwsError => clientError('Unable to describe task definition.');
export const missingRevision = (): AwsError => clientError('Revision is missing.'); // (I)
export const invalidRevisionNumber = (number: string): AwsError =>
  invalidParameter(`Invalid revision number. Number: ${number}`); // (I)
export const emptyTaskDefinitions = (): AwsError => invalidParameter('Task definitions cannot be empty.'); // (I)
export const invalidRegionInArn = (): AwsError => invalidParameter('Invalid Region in ARN');

// Tasks

export const emptyTasks = (): AwsError => invalidParameter('Tasks cannot be empty.');
export const tooManyItems = (member: string, limit: number): AwsError =>
  invalidParameter(`${member} can have at most ${limit} items.`);
export const tooLong = (member: string, limit: number): AwsError =>
  invalidParameter(`${member} longer than ${limit}.`);
export const taskNotFound = (): AwsError => invalidParameter('The referenced task was not found.');
/** (I) */
export const protectionPeriodInvalid = (most: number): AwsError =>
  invalidParameter(`expiresInMinutes must be between 1 and ${most}.`);
export const invalidTaskIdentifier = (): AwsError => invalidParameter('Task Identifier is invalid');
export const invalidTaskIdLength = (): AwsError => invalidParameter('taskId length should be one of [32,36]');
export const identifierOfOtherCluster = (named: string, own: string): AwsError =>
  invalidParameter(`Invalid identifier: Identifier is for cluster ${named}. Your cluster is ${own}`);
export const startedByNotAlone = (): AwsError =>
  invalidParameter('cannot specify startedBy with other arguments');
export const serviceNotFound = (): AwsError => new AwsError('ServiceNotFoundException', 'Service not found.');
export const invalidNextToken = (): AwsError => invalidParameter('Invalid token.');
export const taskDefinitionNotFound = (): AwsError => clientError('TaskDefinition not found.');
export const taskDefinitionInactive = (): AwsError => invalidParameter('TaskDefinition is inactive');
export const unknownContainerOverride = (name: string): AwsError =>
  invalidParameter(`Override for container named ${name} is not a container in the TaskDefinition.`);
export const secretNameShared = (name: string): AwsError =>
  clientError(
    `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${name}'.`,
  );
export const noFargateConfiguration = (): AwsError =>
  clientError('No Fargate configuration exists for given values.');
export const launchTypeAndStrategy = (): AwsError =>
  invalidParameter(
    'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
  );
export const launchTypeUnsupported = (launchType: string): AwsError =>
  invalidParameter(`Task definition does not support launch_type ${launchType}.`);
export const platformVersionOnInstances = (): AwsError =>
  invalidParameter('The platform version must be null when specifying an EC2 launch type.');
export const platformUnknown = (): AwsError =>
  new AwsError('PlatformUnknownException', 'The specified platform version does not exist.');
export const platformIncompatible = (): AwsError =>
  new AwsError(
    'PlatformTaskDefinitionIncompatibilityException',
    'One or more of the requested capabilities are not supported.',
  );
export const networkConfigurationMissing = (): AwsError =>
  invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
export const networkConfigurationUnwanted = (): AwsError =>
  invalidParameter('Network Configuration is not valid for the given networkMode of this task definition.');
export const publicIpUnsupported = (): AwsError =>
  invalidParameter('Assign public IP is not supported for this launch type.');
export const subnetUnknown = (id: string): AwsError =>
  invalidParameter(
    `Error retrieving subnet information for [${id}]: The subnet ID '${id}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`,
  );
export const groupUnknown = (id: string): AwsError =>
  invalidParameter(
    `Error retrieving security group information for [${id}]: The security group '${id}' does not exist (ErrorCode: InvalidGroup.NotFound)`,
  );
export const groupOfOtherVpc = (id: string): AwsError =>
  invalidParameter(`Security group ${id} does not appear to belong to the same VPC as the input subnets.`);
export const subnetsOfSeveralVpcs = (): AwsError =>
  invalidParameter('The subnets specified must belong to the same VPC.'); // (I)
export const volumeNotConfigured = (): AwsError =>
  invalidParameter(
    'Task definition has configuredAtLaunch volume but no volume configuration provided at runtime.',
  );
export const volumeUnmatched = (): AwsError =>
  invalidParameter(
    'Volume configuration provided but no matching configuredAtLaunch volume found in task definition.',
  );
export const tooManyVolumes = (): AwsError =>
  invalidParameter('Only one volume can be configured at launch.'); // (I)
export const volumeNotManaged = (): AwsError =>
  invalidParameter('The volume configuration must specify a managedEBSVolume.'); // (I)
export const reservedGroup = (): AwsError => invalidParameter('Invalid namespace for group.');
/** The token has stood for another request; `taskArns` are the tasks of that one. */
export const clientTokenConflict = (taskArns: readonly string[]): AwsError =>
  new AwsError(
    'ConflictException',
    'The specified client token was used in a previous request with different parameters.',
    { members: { resourceIds: taskArns } },
  );

// Tags

export const invalidTags = (problem: string): AwsError => invalidParameter(problem);
export const tooManyTags = (): AwsError =>
  new AwsError('LimitExceededException', 'The number of tags exceeds the limit of 50.');
export const shortArnNotTaggable = (): AwsError =>
  invalidParameter('Long arn format must be used for tagging operations');
export const invalidResourceArn = (): AwsError => invalidParameter('The ARN provided is invalid.');
/** TagResource and UntagResource model it; ListTagsForResource does not (I). */
export const resourceNotFound = (kind: string): AwsError =>
  new AwsError('ResourceNotFoundException', missingResource(kind));
export const resourceToListNotFound = (kind: string): AwsError => invalidParameter(missingResource(kind));
export const stoppedTaskNotTaggable = (): AwsError =>
  invalidParameter('The specified task is stopped. Specify a running task and try again.');

function missingResource(kind: string): string {
  return `The specified ${kind} was not found. Specify a valid ${kind} and try again.`;
}

// Not there yet

/** Uses the class that the operation's model offers, so that typed clients can catch it. */
export function notImplemented(operation: string, modelledErrors: readonly string[]): AwsError {
  const message = `${operation} is not implemented by this version of Longshore.`;
  return modelledErrors.includes('UnsupportedFeatureException')
    ? unsupportedFeature(message)
    : clientError(message);
}

/** What ECS says of a role that its tasks may not have. */
export const cannotAssume = (roleArn: string): AwsError =>
  clientError(
    `ECS was unable to assume the role '${roleArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
  );
