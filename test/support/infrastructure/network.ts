import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  type EC2Client,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  ReleaseAddressCommand,
  type ResourceType,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type TagSpecification,
  waitUntilNatGatewayAvailable,
  waitUntilNatGatewayDeleted,
} from '@aws-sdk/client-ec2';
import { given } from './clients.ts';

/** What the VPC module makes: two public and two private subnets, one NAT gateway, two security groups. */
export interface Network {
  readonly vpc: string;
  readonly publicSubnets: readonly string[];
  readonly privateSubnets: readonly string[];
  readonly gateway: string;
  readonly nat: string;
  readonly address: string;
  readonly routeTables: readonly string[];
  readonly associations: readonly string[];
  /** Whom the load balancer and the tasks are in. */
  readonly front: string;
  readonly tasks: string;
}

const soon = { maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.2 };
const anywhere = [{ CidrIp: '0.0.0.0/0' }];

const named = (type: ResourceType, name: string): TagSpecification[] => [
  {
    ResourceType: type,
    Tags: [
      { Key: 'Name', Value: name },
      { Key: 'Environment', Value: 'test' },
    ],
  },
];

/** In the order in which Terraform's VPC module makes them, each read again as its provider does. */
export async function createNetwork(ec2: EC2Client, cidr: string): Promise<Network> {
  const { AvailabilityZones } = await ec2.send(
    new DescribeAvailabilityZonesCommand({
      Filters: [{ Name: 'opt-in-status', Values: ['opt-in-not-required'] }],
    }),
  );
  const zones = given(AvailabilityZones, 'zones').map(({ ZoneName }) => given(ZoneName, 'zone'));
  const vpc = await createVpc(ec2, cidr);
  const subnet = (index: number, kind: string): Promise<string> =>
    createSubnet(ec2, vpc, subnetCidr(cidr, index), given(zones[index % 2], 'zone'), `${kind}-${index}`);
  const publicSubnets = [await subnet(0, 'public'), await subnet(1, 'public')];
  const privateSubnets = [await subnet(10, 'private'), await subnet(11, 'private')];
  for (const SubnetId of publicSubnets) {
    await ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }));
  }
  const gateway = await createInternetGateway(ec2, vpc);
  const open = await createRouteTable(ec2, vpc, 'public');
  await ec2.send(
    new CreateRouteCommand({ RouteTableId: open, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway }),
  );
  const { AllocationId } = await ec2.send(
    new AllocateAddressCommand({ Domain: 'vpc', TagSpecifications: named('elastic-ip', 'nat') }),
  );
  const address = given(AllocationId, 'allocation');
  const nat = await createNatGateway(ec2, given(publicSubnets[0], 'subnet'), address);
  const closed = await createRouteTable(ec2, vpc, 'private');
  await ec2.send(
    new CreateRouteCommand({ RouteTableId: closed, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: nat }),
  );
  const associations: string[] = [];
  for (const [RouteTableId, subnets] of [
    [open, publicSubnets],
    [closed, privateSubnets],
  ] as const) {
    for (const SubnetId of subnets) {
      const { AssociationId } = await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
      associations.push(given(AssociationId, 'association'));
    }
  }
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [open, closed] }));
  if (RouteTables?.length !== 2) throw new Error('the route tables cannot be read again');
  const front = await createGroup(ec2, vpc, 'front');
  const tasks = await createGroup(ec2, vpc, 'tasks');
  await letIn(ec2, front, { CidrIp: '0.0.0.0/0', port: 80 });
  await letIn(ec2, tasks, { group: front, port: 8080 });
  return {
    vpc,
    publicSubnets,
    privateSubnets,
    gateway,
    nat,
    address,
    routeTables: [open, closed],
    associations,
    front,
    tasks,
  };
}

async function createVpc(ec2: EC2Client, CidrBlock: string): Promise<string> {
  const { Vpc } = await ec2.send(
    new CreateVpcCommand({ CidrBlock, TagSpecifications: named('vpc', 'module') }),
  );
  const VpcId = given(Vpc?.VpcId, 'VPC');
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
  if (Vpcs?.[0]?.State !== 'available') throw new Error(`the VPC is ${Vpcs?.[0]?.State}`);
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsSupport: { Value: true } }));
  for (const Attribute of [
    'enableDnsHostnames',
    'enableDnsSupport',
    'enableNetworkAddressUsageMetrics',
  ] as const) {
    await ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }));
  }
  const ofVpc = { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] };
  const isDefault = { Filters: [{ Name: 'default', Values: ['true'] }, ...ofVpc.Filters] };
  const isMain = { Filters: [{ Name: 'association.main', Values: ['true'] }, ...ofVpc.Filters] };
  const defaultGroup = { Filters: [{ Name: 'group-name', Values: ['default'] }, ...ofVpc.Filters] };
  const [acls, tables, groups] = await Promise.all([
    ec2.send(new DescribeNetworkAclsCommand(isDefault)),
    ec2.send(new DescribeRouteTablesCommand(isMain)),
    ec2.send(new DescribeSecurityGroupsCommand(defaultGroup)),
  ]);
  const found = [acls.NetworkAcls?.length, tables.RouteTables?.length, groups.SecurityGroups?.length];
  if (found.join() !== '1,1,1') throw new Error(`a new VPC has its defaults: ${found.join()}`);
  return VpcId;
}

async function createSubnet(
  ec2: EC2Client,
  VpcId: string,
  CidrBlock: string,
  AvailabilityZone: string,
  name: string,
): Promise<string> {
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone, TagSpecifications: named('subnet', name) }),
  );
  const SubnetId = given(Subnet?.SubnetId, 'subnet');
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
  if (Subnets?.[0]?.CidrBlock !== CidrBlock) throw new Error(`the subnet has ${Subnets?.[0]?.CidrBlock}`);
  return SubnetId;
}

/** `10.0.INDEX.0/24` of `10.0.0.0/16` */
function subnetCidr(vpc: string, index: number): string {
  return vpc.replace(/\.0\.0\/16$/, `.${index}.0/24`);
}

async function createInternetGateway(ec2: EC2Client, VpcId: string): Promise<string> {
  const { InternetGateway } = await ec2.send(
    new CreateInternetGatewayCommand({ TagSpecifications: named('internet-gateway', 'module') }),
  );
  const InternetGatewayId = given(InternetGateway?.InternetGatewayId, 'gateway');
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  const { InternetGateways } = await ec2.send(
    new DescribeInternetGatewaysCommand({ InternetGatewayIds: [InternetGatewayId] }),
  );
  const state = InternetGateways?.[0]?.Attachments?.[0]?.State as string | undefined;
  if (state !== 'available') throw new Error(`the gateway is ${state}`);
  return InternetGatewayId;
}

async function createRouteTable(ec2: EC2Client, VpcId: string, name: string): Promise<string> {
  const { RouteTable } = await ec2.send(
    new CreateRouteTableCommand({ VpcId, TagSpecifications: named('route-table', name) }),
  );
  return given(RouteTable?.RouteTableId, 'route table');
}

async function createNatGateway(ec2: EC2Client, SubnetId: string, AllocationId: string): Promise<string> {
  const { NatGateway } = await ec2.send(
    new CreateNatGatewayCommand({ SubnetId, AllocationId, TagSpecifications: named('natgateway', 'module') }),
  );
  const nat = given(NatGateway?.NatGatewayId, 'NAT gateway');
  await waitUntilNatGatewayAvailable({ client: ec2, ...soon }, { NatGatewayIds: [nat] });
  return nat;
}

/** Terraform takes the rule away that EC2 gives each group, and states its own. */
async function createGroup(ec2: EC2Client, VpcId: string, GroupName: string): Promise<string> {
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({
      VpcId,
      GroupName,
      Description: `of ${GroupName}`,
      TagSpecifications: named('security-group', GroupName),
    }),
  );
  const all = [{ IpProtocol: '-1', IpRanges: anywhere }];
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: all }));
  await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: all }));
  return given(GroupId, 'group');
}

interface Opening {
  readonly port: number;
  readonly CidrIp?: string;
  readonly group?: string;
}

async function letIn(ec2: EC2Client, GroupId: string, { port, CidrIp, group }: Opening): Promise<void> {
  const { SecurityGroupRules } = await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: port,
          ToPort: port,
          ...(CidrIp !== undefined && { IpRanges: [{ CidrIp, Description: 'from everywhere' }] }),
          ...(group !== undefined && { UserIdGroupPairs: [{ GroupId: group }] }),
        },
      ],
    }),
  );
  const id = given(SecurityGroupRules?.[0]?.SecurityGroupRuleId, 'rule');
  const read = await ec2.send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] }));
  if (read.SecurityGroupRules?.[0]?.FromPort !== port) throw new Error('the rule cannot be read again');
}

/** In Terraform's order of destruction. */
export async function destroyNetwork(ec2: EC2Client, network: Network): Promise<void> {
  const { vpc, gateway, nat, address, routeTables, associations } = network;
  for (const GroupId of [network.tasks, network.front]) {
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
    const { IpPermissions = [] } = given(SecurityGroups?.[0], 'group');
    if (IpPermissions.length > 0) {
      await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    }
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
  }
  for (const AssociationId of associations) {
    await ec2.send(new DisassociateRouteTableCommand({ AssociationId }));
  }
  for (const RouteTableId of routeTables) {
    await ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0' }));
    await ec2.send(new DeleteRouteTableCommand({ RouteTableId }));
  }
  await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: nat }));
  await waitUntilNatGatewayDeleted({ client: ec2, ...soon }, { NatGatewayIds: [nat] });
  await ec2.send(new ReleaseAddressCommand({ AllocationId: address }));
  await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: vpc }));
  await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId: gateway }));
  for (const SubnetId of [...network.privateSubnets, ...network.publicSubnets]) {
    const { NetworkInterfaces } = await ec2.send(
      new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'subnet-id', Values: [SubnetId] }] }),
    );
    if (NetworkInterfaces?.length !== 0) throw new Error(`interfaces are left in ${SubnetId}`);
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  }
  await ec2.send(new DeleteVpcCommand({ VpcId: vpc }));
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [nat] }));
  if (NatGateways.some(({ State }) => State !== 'deleted')) throw new Error('the NAT gateway is left');
}
