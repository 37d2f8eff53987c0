import { AwsError } from '../../aws/aws-error.ts';
import type { Kind } from './model/kinds.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody but this file and its two parts,
 * `errors-network.ts` and `errors-compute.ts`, makes one. EC2's model names no errors: codes are those of
 * "Error codes for the Amazon EC2 API". Texts marked (I) are inferred, not seen; those marked (L) are
 * Longshore's own, where AWS has no such case.
 */

export const error = (code: string, message: string, httpStatus = 400): AwsError =>
  new AwsError(code, message, { httpStatus });

export { dryRunSucceeded as dryRun, missingParameter } from '../../aws/query/ec2-errors.ts';

// Requests

export const missing = (message: string): AwsError => error('MissingParameter', message);
export const invalidValue = (message: string): AwsError => error('InvalidParameterValue', message);
/** The form that most operations have: `Value (x) for parameter y is invalid. …` */
export const badValue = (value: string | number, name: string, why = ''): AwsError =>
  invalidValue(`Value (${value}) for parameter ${name} is invalid.${why === '' ? '' : ` ${why}`}`);
export const combination = (message: string): AwsError => error('InvalidParameterCombination', message);
export const invalidParameter = (message: string): AwsError => error('InvalidParameter', message);
export const tokenMismatch = (): AwsError =>
  error(
    'IdempotentParameterMismatch',
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
  );
export const invalidFilter = (name: string): AwsError => invalidValue(`The filter '${name}' is invalid`);
export const tooManyFilterValues = (): AwsError =>
  error(
    'FilterLimitExceeded',
    'The maximum number of filter values specified on a single call is 200', // (I)
  );
export const invalidNextToken = (): AwsError => invalidValue('Unable to parse pagination token'); // (I)
/** (L) */
export const notImplemented = (operation: string): AwsError =>
  error('UnsupportedOperation', `${operation} is not implemented by this version of Longshore.`);
/** (L) */
export const unsupported = (parameter: string): AwsError =>
  error('UnsupportedOperation', `The parameter ${parameter} is not supported by this version of Longshore.`);
export const unsupportedOperation = (message: string): AwsError => error('UnsupportedOperation', message);

export const notPermitted = (message: string): AwsError => error('OperationNotPermitted', message);

// Resources that are not there

type Lack = readonly [code: string, text: (id: string) => string];

const lacks: Readonly<Record<Kind, Lack>> = {
  vpc: ['InvalidVpcID', (id) => `The vpc ID '${id}' does not exist`],
  subnet: ['InvalidSubnetID', (id) => `The subnet ID '${id}' does not exist`],
  'dhcp-options': ['InvalidDhcpOptionID', (id) => `The dhcpOption ID '${id}' does not exist`],
  'route-table': ['InvalidRouteTableID', (id) => `The routeTable ID '${id}' does not exist`],
  'internet-gateway': ['InvalidInternetGatewayID', (id) => `The internetGateway ID '${id}' does not exist`],
  'egress-only-internet-gateway': ['InvalidGatewayID', (id) => `The eigw ID '${id}' does not exist`],
  natgateway: ['NatGateway', (id) => `NAT gateway ${id} was not found`],
  'elastic-ip': ['InvalidAllocationID', (id) => `The allocation ID '${id}' does not exist`],
  'network-acl': ['InvalidNetworkAclID', (id) => `The networkAcl ID '${id}' does not exist`],
  'security-group': ['InvalidGroup', (id) => `The security group '${id}' does not exist`],
  'security-group-rule': [
    'InvalidSecurityGroupRuleId',
    (id) => `The security group rule ID '${id}' does not exist`,
  ],
  'network-interface': [
    'InvalidNetworkInterfaceID',
    (id) => `The networkInterface ID '${id}' does not exist`,
  ],
  'vpc-endpoint': ['InvalidVpcEndpointId', (id) => `The Vpc Endpoint Id '${id}' does not exist`],
  'prefix-list': ['InvalidPrefixListID', (id) => `The prefix list ID '${id}' does not exist`],
  'vpc-flow-log': ['InvalidFlowLogId', (id) => `The flow log ID '${id}' does not exist`], // (I)
  'launch-template': [
    'InvalidLaunchTemplateId',
    (id) => `The specified launch template, with template ID ${id}, does not exist.`,
  ],
  'launch-template-version': ['InvalidLaunchTemplateId', () => 'Could not find launch template version'],
  'key-pair': ['InvalidKeyPair', (id) => `The key pair ID '${id}' does not exist`],
  instance: ['InvalidInstanceID', (id) => `The instance ID '${id}' does not exist`],
  volume: ['InvalidVolume', (id) => `The volume '${id}' does not exist.`],
  image: ['InvalidAMIID', (id) => `The image id '[${id}]' does not exist`],
};

export function notFound(kind: Kind, id: string): AwsError {
  const [code, text] = lacks[kind];
  return error(kind === 'natgateway' ? 'NatGatewayNotFound' : `${code}.NotFound`, text(id));
}

/** Some codes are spelled otherwise than those of what is not found. */
const malformedCodes: { readonly [Each in Kind]?: string } = {
  'dhcp-options': 'InvalidDhcpOptionsId.Malformed',
  'route-table': 'InvalidRouteTableId.Malformed',
  'internet-gateway': 'InvalidInternetGatewayId.Malformed',
  natgateway: 'NatGatewayMalformed',
  'security-group': 'InvalidGroupId.Malformed',
  'network-interface': 'InvalidNetworkInterfaceId.Malformed',
  volume: 'InvalidVolumeID.Malformed',
  'prefix-list': 'InvalidPrefixListId.Malformed',
};

export const malformedId = (kind: Kind, id: string, prefix: string): AwsError =>
  error(
    malformedCodes[kind] ?? `${lacks[kind][0]}.Malformed`,
    `Invalid id: "${id}" (expecting "${prefix}-...")`,
  );

export const instancesNotFound = (ids: readonly string[]): AwsError =>
  error('InvalidInstanceID.NotFound', `The instance IDs '${ids.join(', ')}' do not exist`);
export const associationNotFound = (id: string): AwsError =>
  error('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
export const profileAssociationNotFound = (id: string): AwsError =>
  error('InvalidAssociationID.NotFound', `An invalid association-id of '${id}' was given`);
export const attachmentNotFound = (id: string): AwsError =>
  error('InvalidAttachmentID.NotFound', `The attachment ID '${id}' does not exist`); // (I)
export const noSuchResource = (id: string): AwsError => error('InvalidID', `The ID '${id}' is not valid`);

// Dependencies

const dependency = (message: string): AwsError => error('DependencyViolation', message);
/** `what` as AWS names it here: vpc, subnet, internetGateway, routeTable, networkAcl, dhcpOptions. */
export const hasDependencies = (what: string, id: string): AwsError =>
  dependency(`The ${what} '${id}' has dependencies and cannot be deleted.`);
export const hasDependent = (id: string): AwsError => dependency(`resource ${id} has a dependent object`);
export const mappedAddresses = (vpcId: string): AwsError =>
  dependency(
    `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
  );

// Tags

export const tooManyTags = (): AwsError =>
  error('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
export const reservedTag = (): AwsError =>
  invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
export const wrongTagResource = (type: string): AwsError =>
  invalidValue(`'${type}' is not a valid taggable resource type for this operation.`);
export const emptyTagSpecification = (): AwsError =>
  invalidValue('Tag specification must have at least one tag');
export const noTagResourceType = (): AwsError =>
  invalidValue('Tag specification resource type must have a value');
