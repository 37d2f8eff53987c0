import type { AwsError } from '../../aws/aws-error.ts';
import { error, invalidParameter, invalidValue, notPermitted } from './errors.ts';

/* Errors of networks; see `errors.ts`. */

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
export const cidrInUse = (cidr: string): AwsError =>
  error('CidrConflict', `The CIDR block ${cidr} is in use by a subnet and cannot be disassociated.`); // (I)
export const tooManyCidrs = (vpcId: string, most: number): AwsError =>
  error('CidrLimitExceeded', `This network '${vpcId}' has met its maximum number of allowed CIDRs: ${most}`);
export const noSuchRegion = (name: string): AwsError => invalidValue(`Invalid region: '${name}'`); // (I)

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
export const natNeedsGateway = (vpcId: string): AwsError =>
  error('Gateway.NotAttached', `Network ${vpcId} has no Internet gateway attached`);

// Addresses

export const noSuchAddress = (ip: string): AwsError =>
  error('InvalidAddress.NotFound', `Address '${ip}' not found.`);
export const addressTaken = (message: string): AwsError => error('InvalidIPAddress.InUse', message);
export const addressInUse = (ip: string): AwsError =>
  error('InvalidIPAddress.InUse', `Address ${ip} is in use.`);
export const noInternetGateway = (vpcId: string): AwsError =>
  error('Gateway.NotAttached', `Network ${vpcId} is not attached to any internet gateway`);
export const tooManyAddresses = (): AwsError =>
  error('AddressLimitExceeded', 'The maximum number of addresses has been reached.');

// Network ACLs

export const aclEntryExists = (number: number): AwsError =>
  error('NetworkAclEntryAlreadyExists', `The network acl entry identified by ${number} already exists.`);
export const aclEntryNotFound = (number: number, egress: boolean): AwsError =>
  error(
    'InvalidNetworkAclEntry.NotFound',
    `The network acl entry with rule number ${number} (${egress ? 'egress' : 'ingress'}) does not exist`, // (I)
  );

// Endpoints

export const invalidPolicyDocument = (): AwsError =>
  error(
    'InvalidPolicyDocument',
    'The specified policy document is not a valid JSON policy document.', // (I)
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
export const portOutOfRange = (port: number): AwsError =>
  error('InvalidPermission.Malformed', `TCP/UDP port (${port}) out of range`);

// Network interfaces

export const interfaceInUse = (id: string): AwsError =>
  error('InvalidParameterValue', `Network interface '${id}' is currently in use.`);
export const interfaceOfService = (): AwsError =>
  error('AuthFailure', 'You do not have permission to access the specified resource.');
export const attachmentOfService = (): AwsError =>
  error('OperationNotPermitted', "You are not allowed to manage 'ela-attach' attachments.");
export const interfaceAttached = (id: string): AwsError =>
  error('InvalidNetworkInterface.InUse', `Interface: [${id}] in use.`);

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
