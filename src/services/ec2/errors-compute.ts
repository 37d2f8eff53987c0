import type { AwsError } from '../../aws/aws-error.ts';
import { error, invalidValue, notPermitted } from './errors.ts';

/* Errors of instances and what they are launched from; see `errors.ts`. */

// Launch templates, key pairs, instances

export const launchTemplateNameExists = (): AwsError =>
  error('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.');
export const launchTemplateNameNotFound = (name: string): AwsError =>
  error(
    'InvalidLaunchTemplateName.NotFoundException',
    `The specified launch template, with template name ${name}, does not exist.`,
  );
export const launchTemplateVersionNotFound = (version: string, template: string): AwsError =>
  error(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${version} for the launch template with ID ${template}.`,
  );
export const noSuchKeyPair = (name: string): AwsError =>
  error('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
export const keyPairExists = (): AwsError => error('InvalidKeyPair.Duplicate', 'The keypair already exists');
export const badKey = (): AwsError =>
  error('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
export const tooManyInstances = (wanted: number, most: number): AwsError =>
  error(
    'InstanceLimitExceeded',
    `You have requested more instances (${wanted}) than your current instance limit of ${most} allows for the specified instance type. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  );
export const incorrectInstanceState = (id: string, action: string): AwsError =>
  error('IncorrectInstanceState', `The instance '${id}' is not in a state from which it can be ${action}.`);
export const incorrectState = (message: string): AwsError => error('IncorrectState', message);
export const noSuchInstanceTypes = (types: readonly string[]): AwsError =>
  error('InvalidInstanceType', `The following supplied instance types do not exist: [${types.join(', ')}]`);
export const protectedFromTermination = (id: string): AwsError =>
  notPermitted(
    `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
  );
export const protectedFromStop = (id: string): AwsError =>
  notPermitted(
    `The instance '${id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
  );
export const unsupportedArchitecture = (type: string, image: string): AwsError =>
  invalidValue(
    `The architecture '${type}' of the specified instance type does not match the architecture '${image}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
  );
export const invalidMapping = (message: string): AwsError => error('InvalidBlockDeviceMapping', message);
export const invalidUserData = (): AwsError => invalidValue('Invalid BASE64 encoding of user data.');
export const userDataTooLong = (): AwsError => invalidValue('User data is limited to 16384 bytes');
export const invalidCredits = (id: string): AwsError =>
  error('InvalidParameterValue', `The instance ${id} is not of a burstable performance type.`); // (I)
export const unknownAttribute = (name: string): AwsError =>
  invalidValue(`Value (${name}) for parameter attribute is invalid. Unknown attribute.`);

export const noSuchImageParameter = (name: string): AwsError =>
  invalidValue(`Unable to resolve the image from the parameter ${name}: it does not exist.`); // (I)
