import { AwsError } from '../../aws/aws-error.ts';
import type { Violation } from '../../aws/validation/violation.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/ecr` makes one.
 * Texts marked (I) are inferred, not seen.
 */

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

const failedConstraint = (member: string, constraint: string): AwsError =>
  invalidParameter(`Invalid parameter at '${member}' failed to satisfy constraint: '${constraint}'`);

/** ECR words violations of its model itself, the first one only. */
export function violation([first]: readonly Violation[], message: string): AwsError {
  if (first === undefined) return invalidParameter(message);
  const constraint = first.message.split(' failed to satisfy constraint: ').slice(1).join('');
  const pattern = /^Member must satisfy regular expression pattern: (.*)$/s.exec(constraint)?.[1];
  return failedConstraint(
    first.path,
    pattern === undefined ? constraint : `must satisfy regular expression '${pattern}'`,
  );
}

// Registries and repositories

export const repositoryNotFound = (name: string, registry: string): AwsError =>
  new AwsError('RepositoryNotFoundException', repositoryMissing(name, registry));
export const repositoryMissing = (name: string, registry: string): string =>
  `The repository with name '${name}' does not exist in the registry with id '${registry}'`;
export const repositoryExists = (name: string, registry: string): AwsError =>
  new AwsError(
    'RepositoryAlreadyExistsException',
    `The repository with name '${name}' already exists in the registry with id '${registry}'`,
  );
export const repositoryNotEmpty = (name: string, registry: string): AwsError =>
  new AwsError(
    'RepositoryNotEmptyException',
    `The repository with name '${name}' in registry with id '${registry}' cannot be deleted because it still contains images`,
  );
export const invalidRepositoryPolicy = (): AwsError =>
  failedConstraint('PolicyText', 'Invalid repository policy provided');
export const repositoryPolicyNotFound = (name: string, registry: string): AwsError =>
  new AwsError(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for the repository with name '${name}' in the registry with id '${registry}'`,
  );
export const invalidRegistryPolicy = (): AwsError =>
  failedConstraint('PolicyText', 'Invalid registry policy provided');
export const registryPolicyNotFound = (registry: string): AwsError =>
  new AwsError(
    'RegistryPolicyNotFoundException',
    `Registry policy does not exist in the registry with id '${registry}'`,
  );
export const invalidNextToken = (): AwsError =>
  invalidParameter("Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid token'"); // (I)
export const exclusionsNotAllowed = (): AwsError =>
  failedConstraint(
    'imageTagMutabilityExclusionFilters',
    'ImageTagMutabilityExclusionFilters can only be used with imageTagMutability IMMUTABLE_WITH_EXCLUSION or MUTABLE_WITH_EXCLUSION',
  ); // (I)
export const exclusionsMissing = (mutability: string): AwsError =>
  failedConstraint(
    'imageTagMutabilityExclusionFilters',
    `ImageTagMutabilityExclusionFilters are required with imageTagMutability ${mutability}`,
  ); // (I)
export const invalidExclusion = (): AwsError =>
  failedConstraint('filter', 'A filter can contain at most 2 wildcards'); // (I)

// Templates

export const templateExists = (prefix: string, registry: string): AwsError =>
  new AwsError(
    'TemplateAlreadyExistsException',
    `The repository creation template with prefix '${prefix}' already exists in the registry with id '${registry}'`,
  ); // (I)
export const templateNotFound = (prefix: string, registry: string): AwsError =>
  new AwsError(
    'TemplateNotFoundException',
    `The repository creation template with prefix '${prefix}' does not exist in the registry with id '${registry}'`,
  ); // (I)

// Images

export interface ImageId {
  readonly imageDigest?: string | undefined;
  readonly imageTag?: string | undefined;
}

/** AWS prints the identifier as Java does. */
const printed = ({ imageDigest = 'null', imageTag = 'null' }: ImageId): string =>
  `{imageDigest:'${imageDigest}', imageTag:'${imageTag}'}`;

export const imageNotFound = (id: ImageId, name: string, registry: string): AwsError =>
  new AwsError(
    'ImageNotFoundException',
    `The image with imageId ${printed(id)} does not exist within the repository with name '${name}' in the registry with id '${registry}'`,
  );
export const imageExists = (
  digest: string,
  tag: string | undefined,
  name: string,
  registry: string,
): AwsError =>
  new AwsError(
    'ImageAlreadyExistsException',
    `Image with digest '${digest}'${tag === undefined ? '' : ` and tag '${tag}'`} already exists in the repository with name '${name}' in registry with id '${registry}'`,
  );
export const immutableTag = (tag: string, name: string): AwsError =>
  new AwsError(
    'ImageTagAlreadyExistsException',
    `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
  );
export const digestDiffers = (given: string, real: string): AwsError =>
  new AwsError(
    'ImageDigestDoesNotMatchException',
    `The provided image digest '${given}' does not match the digest '${real}' of the image manifest`,
  ); // (I)
export const layersMissing = (digests: readonly string[], name: string, registry: string): AwsError =>
  new AwsError(
    'LayersNotFoundException',
    `Layers with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${name}' in the registry with id '${registry}' do not exist`,
  );
export const imagesMissing = (digests: readonly string[], name: string, registry: string): AwsError =>
  new AwsError(
    'ReferencedImagesNotFoundException',
    `Images with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${name}' in the registry with id '${registry}' do not exist`,
  );
export const invalidManifest = (why: string): AwsError =>
  failedConstraint('imageManifest', `Invalid JSON syntax: ${why}`); // (I)
export const invalidTag = (): AwsError =>
  failedConstraint('imageTag', "must satisfy regular expression '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}'"); // (I)
export const emptyImageId = (): AwsError =>
  invalidParameter('Invalid request parameters: both tag and digest cannot be null');
export const scanNotFound = (id: ImageId, name: string, registry: string): AwsError =>
  new AwsError(
    'ScanNotFoundException',
    `Image scan does not exist for the image with '${printed(id)}' in the repository with name '${name}' in the registry with id '${registry}'`,
  );
export const cannotScan = (): AwsError =>
  new AwsError(
    'UnsupportedImageTypeException',
    'Longshore scans no images: it knows no vulnerabilities. Scan with a tool of your own before you push.',
  );

// Layers

export const layerNotFound = (digest: string, name: string, registry: string): AwsError =>
  new AwsError(
    'LayersNotFoundException',
    `The layer with digest '${digest}' does not exist in the repository with name '${name}' in the registry with id '${registry}'`,
  ); // (I)
export const uploadNotFound = (id: string, name: string, registry: string): AwsError =>
  new AwsError(
    'UploadNotFoundException',
    `The upload with id '${id}' does not exist in the repository with name '${name}' in the registry with id '${registry}'`,
  ); // (I)
export const emptyUpload = (id: string): AwsError =>
  new AwsError('EmptyUploadException', `The upload with id '${id}' has no parts`); // (I)
export const layerPartTooSmall = (): AwsError =>
  new AwsError('LayerPartTooSmallException', 'Layer parts must be at least 5 MiB in size, all but the last'); // (I)
export const layerExists = (digest: string, name: string, registry: string): AwsError =>
  new AwsError(
    'LayerAlreadyExistsException',
    `The layer with digest '${digest}' already exists in the repository with name '${name}' in the registry with id '${registry}'`,
  ); // (I)
export const invalidLayer = (digest: string): AwsError =>
  new AwsError('InvalidLayerException', `Layer digest '${digest}' does not match the uploaded content`); // (I)
export const invalidLayerPart = (
  lastValidByteReceived: number,
  members: { readonly registryId: string; readonly repositoryName: string; readonly uploadId: string },
): AwsError =>
  new AwsError('InvalidLayerPartException', 'The layer part does not follow on what was received before', {
    members: { ...members, lastValidByteReceived },
  }); // (I)

// Lifecycle policies

export const invalidLifecyclePolicy = (why: string): AwsError =>
  failedConstraint('LifecyclePolicyText', `Lifecycle policy validation failure: ${why}`);
export const lifecyclePolicyNotFound = (name: string, registry: string): AwsError =>
  new AwsError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${registry}'`,
  );
export const previewNotFound = (name: string, registry: string): AwsError =>
  new AwsError(
    'LifecyclePolicyPreviewNotFoundException',
    `Lifecycle policy preview does not exist for the repository with name '${name}' in the registry with id '${registry}'`,
  );

// Tags

export const invalidArn = (): AwsError => failedConstraint('resourceArn', 'Invalid ARN');
export const tooManyTags = (): AwsError =>
  new AwsError(
    'TooManyTagsException',
    'The maximum number of tags that can be applied to a repository is 50',
  ); // (I)
export const invalidTagParameter = (why: string): AwsError =>
  new AwsError('InvalidTagParameterException', why);

// Not there

export const unsupportedSetting = (name: string): AwsError =>
  new AwsError('ValidationException', `Invalid setting name: ${name}`); // (I)
export const notSupported = (what: string): AwsError =>
  new AwsError('ValidationException', `${what} is not supported by this version of Longshore.`);

/** Uses the class that the operation's model offers, so that typed clients can catch it. */
export function notImplemented(operation: string, modelledErrors: readonly string[]): AwsError {
  const message = `${operation} is not implemented by this version of Longshore.`;
  const code = ['ValidationException', 'InvalidParameterException'].find((name) =>
    modelledErrors.includes(name),
  );
  return new AwsError(code ?? 'InvalidParameterException', message);
}
export const pullThroughCacheRuleNotFound = (prefix: string, registry: string): AwsError =>
  new AwsError(
    'PullThroughCacheRuleNotFoundException',
    `The pull through cache rule with prefix '${prefix}' does not exist in the registry with id '${registry}'`,
  ); // (I)
