import { AwsError } from '../../aws/aws-error.ts';
import type { Kind } from './model/kinds.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/ec2` makes one. EC2's
 * model names no errors: codes are those of "Error codes for the Amazon EC2 API". Texts marked (I) are
 * inferred, not seen; those marked (L) are Longshore's own, where AWS has no such case.
 */

const error = (code: string, message: string, httpStatus = 400): AwsError =>
  new AwsError(code, message, { httpStatus });

export { dryRunSucceeded as dryRun, missingParameter } from '../../aws/ec2-errors.ts';

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

// Resources that are not there

type Lack = readonly [code: string, text: (id: string) => string];

const lacks: Readonly<Record<Kind, Lack>> = {
  vpc: ['InvalidVpcID', (id) => `The vpc ID '${id}' does not exist`],
  subnet: ['InvalidSubnetID', (id) => `The subnet ID '${id}' does not exist`],
  'dhcp-options': ['InvalidDhcpOptionID', (id) => `The dhcpOption ID '${id}' does not exist`],
  'route-table': ['InvalidRouteTableID', (id) => `The routeTable ID '${id}' does not exist`],
  'internet-gateway': ['InvalidInternetGatewayID', (id) => `The internetGateway ID '${id}' does not exist`],
  'egress-only-internet-gateway': ['InvalidGatewayID', (id) => `The eigw ID '${id}' does not exist`],
  natgateway: ['NatGateway', (id) => `The Nat Gateway ${id} was not found`],
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

// VPCs and subnets

export const invalidVpcRange = (cidr: string): AwsError =>
  error('InvalidVpc.Range', `The CIDR '${cidr}' is invalid.`);
export const invalidSubnetRange = (cidr: string): AwsError =>
  error('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
export const subnetConflict = (cidr: string): AwsError =>
  error('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);
export const cidrConflict = (cidr: string): AwsError =>
  error('InvalidVpc.Range', `The CIDR '${cidr}' conflicts with another CIDR block of the VPC.`); // (I)
export const defaultVpcExists = (): AwsError =>
  error('DefaultVpcAlreadyExists', 'A Default VPC already exists for this account in this region.');
export const noDefaultVpc = (): AwsError =>
  error('DefaultVpcDoesNotExist', 'No default VPC exists for this account in this region.');
export const noDefaultVpcForUser = (): AwsError => error('VPCIdNotSpecified', 'No default VPC for this user');
export const defaultSubnetExists = (id: string, zone: string): AwsError =>
  error('DefaultSubnetAlreadyExistsInAvailabilityZone', `'${id}' is already the default subnet in ${zone}.`);
export const noAddressLeft = (subnetId: string): AwsError =>
  error(
    'InsufficientFreeAddressesInSubnet',
    `There are not enough free addresses in subnet '${subnetId}' to satisfy the requested number of instances.`,
  );
export const cidrAssociationNotFound = (id: string): AwsError =>
  error(
    'InvalidVpcCidrBlockAssociationID.NotFound',
    `The vpc CIDR block association ID '${id}' does not exist`,
  );
export const subnetCidrAssociationNotFound = (id: string): AwsError =>
  error(
    'InvalidSubnetCidrBlockAssociationID.NotFound',
    `The subnet CIDR block with association ID '${id}' does not exist`,
  );
export const notPermitted = (message: string): AwsError => error('OperationNotPermitted', message);
export const cidrInUse = (cidr: string): AwsError =>
  error('CidrConflict', `The CIDR block ${cidr} is in use by a subnet and cannot be disassociated.`); // (I)
export const tooManyCidrs = (vpcId: string, most: number): AwsError =>
  error('CidrLimitExceeded', `This network '${vpcId}' has met its maximum number of allowed CIDRs: ${most}`);

// Routes and gateways

export const noSuchRoute = (destination: string, table: string): AwsError =>
  error(
    'InvalidRoute.NotFound',
    `no route with destination-cidr-block ${destination} in route table ${table}`,
  );
export const noRouteToReplace = (destination: string): AwsError =>
  invalidValue(`There is no route defined for '${destination}' in the route table. Use CreateRoute instead.`);
export const routeExists = (destination: string): AwsError =>
  error('RouteAlreadyExists', `The route identified by ${destination} already exists.`);
export const alreadyAssociated = (message: string): AwsError => error('Resource.AlreadyAssociated', message);
export const gatewayNotAttached = (id: string, vpcId: string): AwsError =>
  error('Gateway.NotAttached', `resource ${id} is not attached to network ${vpcId}`);
export const gatewayNotFound = (id: string): AwsError =>
  error('InvalidGatewayID.NotFound', `The gateway ID '${id}' does not exist`);
export const differentNetworks = (one: string, other: string): AwsError =>
  invalidParameter(`${one} and ${other} belong to different networks`);
export const natGatewayRouteNotFound = (id: string): AwsError =>
  error('InvalidNatGatewayID.NotFound', `The natGateway ID '${id}' does not exist`);

// Addresses

export const noSuchAddress = (ip: string): AwsError =>
  error('InvalidAddress.NotFound', `Address '${ip}' not found.`);
export const addressTaken = (message: string): AwsError => error('InvalidIPAddress.InUse', message);
export const addressInUse = (ip: string): AwsError =>
  error('InvalidIPAddress.InUse', `Address ${ip} is in use.`);
export const noInternetGateway = (vpcId: string): AwsError =>
  error('Gateway.NotAttached', `Network ${vpcId} is not attached to any internet gateway`);

// Network ACLs

export const aclEntryExists = (number: number): AwsError =>
  error('NetworkAclEntryAlreadyExists', `The network acl entry identified by ${number} already exists.`);
export const aclEntryNotFound = (number: number, egress: boolean): AwsError =>
  error(
    'InvalidNetworkAclEntry.NotFound',
    `The network acl entry with rule number ${number} (${egress ? 'egress' : 'ingress'}) does not exist`, // (I)
  );

// Security groups

export const groupExists = (name: string, vpcId: string): AwsError =>
  error('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpcId}'`);
export const groupNameNotFound = (name: string, vpcId: string | undefined): AwsError =>
  error(
    'InvalidGroup.NotFound',
    vpcId === undefined
      ? `The security group '${name}' does not exist`
      : `The security group '${name}' does not exist in VPC '${vpcId}'`,
  );
export const differentNetworkGroup = (): AwsError =>
  error('InvalidGroup.NotFound', 'You have specified two resources that belong to different networks.');
export const reservedGroupName = (): AwsError =>
  error('InvalidGroup.Reserved', 'Cannot use reserved security group name: default');
export const defaultGroup = (id: string, name: string): AwsError =>
  error('CannotDelete', `the specified group: "${id}" name: "${name}" cannot be deleted by a user`);
export const ruleExists = (rule: string): AwsError =>
  error('InvalidPermission.Duplicate', `the specified rule "${rule}" already exists`);
export const ruleNotFound = (): AwsError =>
  error('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
export const tooManyRules = (): AwsError =>
  error(
    'RulesPerSecurityGroupLimitExceeded',
    'The maximum number of rules per security group has been reached.',
  );
export const invalidPermission = (message: string): AwsError => error('InvalidPermission.Malformed', message);

// Network interfaces

export const interfaceInUse = (id: string): AwsError =>
  error('InvalidParameterValue', `Network interface '${id}' is currently in use.`);
export const interfaceOfService = (): AwsError =>
  error('AuthFailure', 'You do not have permission to access the specified resource.');
export const attachmentOfService = (): AwsError =>
  error('OperationNotPermitted', "You are not allowed to manage 'ela-attach' attachments.");
export const interfaceAttached = (id: string): AwsError =>
  error('InvalidNetworkInterface.InUse', `Interface: [${id}] in use.`);

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

// Endpoints and prefix lists

export const noSuchService = (name: string): AwsError =>
  error('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`);
export const routeTableTaken = (table: string, service: string): AwsError =>
  error(
    'RouteAlreadyExists',
    `route table ${table} already has a route with destination-prefix-list-id ${service}`,
  );
export const prefixListVersion = (): AwsError =>
  error('PrefixListVersionMismatch', 'The prefix list has the incorrect version number.'); // (I)
export const prefixListFull = (most: number): AwsError =>
  error(
    'PrefixListMaxEntriesExceeded',
    `The number of entries exceeds the maximum number of entries of the prefix list: ${most}`, // (I)
  );
export const cannotModifyAwsList = (id: string): AwsError =>
  notPermitted(`The prefix list ${id} is managed by AWS and cannot be modified.`); // (I)
export const tooManyAddresses = (): AwsError =>
  error('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
export const natNeedsGateway = (vpcId: string): AwsError =>
  error('Gateway.NotAttached', `Network ${vpcId} has no Internet gateway attached`);
export const noSuchRegion = (name: string): AwsError => invalidValue(`Invalid region: '${name}'`); // (I)
export const invalidMapping = (message: string): AwsError => error('InvalidBlockDeviceMapping', message);
export const invalidUserData = (): AwsError => invalidValue('Invalid BASE64 encoding of user data.');
export const userDataTooLong = (): AwsError => invalidValue('User data is limited to 16384 bytes');
export const invalidCredits = (id: string): AwsError =>
  error('InvalidParameterValue', `The instance ${id} is not of a burstable performance type.`); // (I)
export const unknownAttribute = (name: string): AwsError =>
  invalidValue(`Value (${name}) for parameter attribute is invalid. Unknown attribute.`);
