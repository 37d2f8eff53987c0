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
  CreateVpcEndpointCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeAddressesCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribePrefixListsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  ReleaseAddressCommand,
  type ResourceType,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type Tag,
  waitUntilNatGatewayAvailable,
  waitUntilNatGatewayDeleted,
  waitUntilVpcAvailable,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore } from '../../support/longshore.ts';

const Tags: Tag[] = [{ Key: 'Name', Value: 'shop' }];
const tag = (ResourceType: ResourceType) => [{ ResourceType, Tags }];

/** The calls of Terraform's VPC module and of the groups of an ECS service, in its order, up and down. */
test('a VPC with public and private subnets is made and destroyed, and leaves nothing', async () => {
  await using longshore = await startTestLongshore();
  const client = new EC2Client(clientOptions(longshore));
  const waiter = { client, maxWaitTime: 30, minDelay: 0.1, maxDelay: 0.2 };

  // Up
  const zones = await client.send(
    new DescribeAvailabilityZonesCommand({
      Filters: [{ Name: 'opt-in-status', Values: ['opt-in-not-required'] }],
    }),
  );
  const names = (zones.AvailabilityZones ?? []).map(({ ZoneName = '' }) => ZoneName).slice(0, 2);
  const { Vpc } = await client.send(
    new CreateVpcCommand({
      CidrBlock: '10.0.0.0/16',
      InstanceTenancy: 'default',
      TagSpecifications: tag('vpc'),
    }),
  );
  expect(Vpc).toMatchObject({ State: 'pending', IsDefault: false, Tags });
  const VpcId = Vpc?.VpcId ?? '';
  const inVpc = { Name: 'vpc-id', Values: [VpcId] };
  await waitUntilVpcAvailable(waiter, { VpcIds: [VpcId] });
  await client.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const attribute = await client.send(
    new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' }),
  );
  expect(attribute.EnableDnsHostnames?.Value).toBe(true);
  const isDefault = { Name: 'default', Values: ['true'] };
  const acls = await client.send(new DescribeNetworkAclsCommand({ Filters: [isDefault, inVpc] }));
  expect(acls.NetworkAcls).toHaveLength(1);
  const isMain = { Name: 'association.main', Values: ['true'] };
  const tables = await client.send(new DescribeRouteTablesCommand({ Filters: [isMain, inVpc] }));
  expect(tables.RouteTables).toHaveLength(1);
  const named = { Name: 'group-name', Values: ['default'] };
  const groups = await client.send(new DescribeSecurityGroupsCommand({ Filters: [named, inVpc] }));
  expect(groups.SecurityGroups).toHaveLength(1);

  // The default group loses its rules, as the module has it.
  const [defaultGroup] = groups.SecurityGroups ?? [];
  const GroupId = defaultGroup?.GroupId ?? '';
  await client.send(
    new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: defaultGroup?.IpPermissions }),
  );
  await client.send(
    new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: defaultGroup?.IpPermissionsEgress }),
  );

  const { InternetGateway } = await client.send(
    new CreateInternetGatewayCommand({ TagSpecifications: tag('internet-gateway') }),
  );
  const InternetGatewayId = InternetGateway?.InternetGatewayId ?? '';
  await client.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  const attached = await client.send(
    new DescribeInternetGatewaysCommand({ InternetGatewayIds: [InternetGatewayId] }),
  );
  // Terraform waits for this word, which AWS's model does not have.
  expect(attached.InternetGateways?.[0]?.Attachments).toEqual([{ State: 'available', VpcId }]);

  const subnets: string[] = [];
  for (const [index, AvailabilityZone] of [...names, ...names].entries()) {
    const CidrBlock = `10.0.${index}.0/24`;
    const { Subnet } = await client.send(
      new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone, TagSpecifications: tag('subnet') }),
    );
    expect(Subnet).toMatchObject({ AvailableIpAddressCount: 251, AvailabilityZone, CidrBlock });
    subnets.push(Subnet?.SubnetId ?? '');
  }
  const [publicSubnet = '', , privateSubnet = ''] = subnets;
  await client.send(
    new ModifySubnetAttributeCommand({ SubnetId: publicSubnet, MapPublicIpOnLaunch: { Value: true } }),
  );

  const associations: string[] = [];
  const routeTables: string[] = [];
  for (const SubnetId of [publicSubnet, privateSubnet]) {
    const { RouteTable } = await client.send(
      new CreateRouteTableCommand({ VpcId, TagSpecifications: tag('route-table') }),
    );
    const RouteTableId = RouteTable?.RouteTableId ?? '';
    routeTables.push(RouteTableId);
    const { AssociationId = '' } = await client.send(
      new AssociateRouteTableCommand({ RouteTableId, SubnetId }),
    );
    associations.push(AssociationId);
  }
  const everywhere = '0.0.0.0/0';
  const [publicTable = '', privateTable = ''] = routeTables;
  await client.send(
    new CreateRouteCommand({
      RouteTableId: publicTable,
      DestinationCidrBlock: everywhere,
      GatewayId: InternetGatewayId,
    }),
  );
  const { AllocationId } = await client.send(
    new AllocateAddressCommand({ Domain: 'vpc', TagSpecifications: tag('elastic-ip') }),
  );
  const { NatGateway } = await client.send(
    new CreateNatGatewayCommand({
      SubnetId: publicSubnet,
      AllocationId,
      TagSpecifications: tag('natgateway'),
    }),
  );
  const NatGatewayIds = [NatGateway?.NatGatewayId ?? ''];
  await waitUntilNatGatewayAvailable(waiter, { NatGatewayIds });
  await client.send(
    new CreateRouteCommand({
      RouteTableId: privateTable,
      DestinationCidrBlock: everywhere,
      NatGatewayId: NatGatewayIds[0],
    }),
  );
  const ServiceName = 'com.amazonaws.us-east-1.s3';
  const { VpcEndpoint } = await client.send(
    new CreateVpcEndpointCommand({ VpcId, ServiceName, RouteTableIds: [privateTable] }),
  );
  const VpcEndpointIds = [VpcEndpoint?.VpcEndpointId ?? ''];
  const lists = await client.send(
    new DescribePrefixListsCommand({ Filters: [{ Name: 'prefix-list-name', Values: [ServiceName] }] }),
  );
  const privateRoutes = await client.send(new DescribeRouteTablesCommand({ RouteTableIds: [privateTable] }));
  expect(privateRoutes.RouteTables?.[0]?.Routes).toEqual([
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
    {
      DestinationCidrBlock: everywhere,
      NatGatewayId: NatGatewayIds[0],
      Origin: 'CreateRoute',
      State: 'active',
    },
    {
      DestinationPrefixListId: lists.PrefixLists?.[0]?.PrefixListId,
      GatewayId: VpcEndpointIds[0],
      Origin: 'CreateRoute',
      State: 'active',
    },
  ]);

  // A load balancer's group, and a service's that lets only that one in.
  const created: string[] = [];
  for (const GroupName of ['balancer', 'service']) {
    const group = await client.send(
      new CreateSecurityGroupCommand({
        GroupName,
        Description: GroupName,
        VpcId,
        TagSpecifications: tag('security-group'),
      }),
    );
    created.push(group.GroupId ?? '');
    // Terraform takes the rule away that AWS makes.
    const rules = await client.send(
      new DescribeSecurityGroupRulesCommand({
        Filters: [{ Name: 'group-id', Values: [group.GroupId ?? ''] }],
      }),
    );
    expect(rules.SecurityGroupRules).toMatchObject([
      { IsEgress: true, IpProtocol: '-1', CidrIpv4: everywhere },
    ]);
    await client.send(
      new RevokeSecurityGroupEgressCommand({
        GroupId: group.GroupId,
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: everywhere }] }],
      }),
    );
    await client.send(
      new AuthorizeSecurityGroupEgressCommand({
        GroupId: group.GroupId,
        IpPermissions: [{ IpProtocol: '-1', FromPort: 0, ToPort: 0, IpRanges: [{ CidrIp: everywhere }] }],
      }),
    );
  }
  const [balancer = '', service = ''] = created;
  const fromBalancer = {
    GroupId: service,
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, UserIdGroupPairs: [{ GroupId: balancer }] },
    ],
  };
  await client.send(new AuthorizeSecurityGroupIngressCommand(fromBalancer));
  expect(await refusal(client.send(new AuthorizeSecurityGroupIngressCommand(fromBalancer)))).toMatchObject({
    name: 'InvalidPermission.Duplicate',
    message: `the specified rule "peer: ${balancer}, TCP, from port: 8080, to port: 8080, ALLOW" already exists`,
    status: 400,
  });
  expect(await refusal(client.send(new DeleteSecurityGroupCommand({ GroupId: balancer })))).toMatchObject({
    name: 'DependencyViolation',
    message: `resource ${balancer} has a dependent object`,
  });

  // Down
  await client.send(new DeleteSecurityGroupCommand({ GroupId: service }));
  await client.send(new DeleteSecurityGroupCommand({ GroupId: balancer }));
  await client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds }));
  for (const RouteTableId of routeTables) {
    await client.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: everywhere }));
  }
  expect(
    await refusal(client.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }))),
  ).toMatchObject({
    name: 'DependencyViolation',
    message: `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
  });
  expect(await refusal(client.send(new DeleteSubnetCommand({ SubnetId: publicSubnet })))).toMatchObject({
    name: 'DependencyViolation',
    message: `The subnet '${publicSubnet}' has dependencies and cannot be deleted.`,
  });
  await client.send(new DeleteNatGatewayCommand({ NatGatewayId: NatGatewayIds[0] }));
  await waitUntilNatGatewayDeleted(waiter, { NatGatewayIds });
  await client.send(new ReleaseAddressCommand({ AllocationId }));
  for (const AssociationId of associations) {
    await client.send(new DisassociateRouteTableCommand({ AssociationId }));
  }
  for (const RouteTableId of routeTables) await client.send(new DeleteRouteTableCommand({ RouteTableId }));
  await client.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  await client.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
  for (const SubnetId of subnets) await client.send(new DeleteSubnetCommand({ SubnetId }));
  await client.send(new DeleteVpcCommand({ VpcId }));
  expect(await refusal(client.send(new DescribeVpcsCommand({ VpcIds: [VpcId] })))).toMatchObject({
    name: 'InvalidVpcID.NotFound',
    message: `The vpc ID '${VpcId}' does not exist`,
  });

  // Nothing but what every account has from the start; a NAT gateway is remembered for an hour.
  const left = await Promise.all([
    client.send(new DescribeVpcsCommand({})).then(({ Vpcs }) => Vpcs?.length),
    client.send(new DescribeSubnetsCommand({})).then(({ Subnets }) => Subnets?.length),
    client.send(new DescribeRouteTablesCommand({})).then((all) => all.RouteTables?.length),
    client.send(new DescribeNetworkAclsCommand({})).then(({ NetworkAcls }) => NetworkAcls?.length),
    client.send(new DescribeSecurityGroupsCommand({})).then(({ SecurityGroups }) => SecurityGroups?.length),
    client.send(new DescribeInternetGatewaysCommand({})).then((all) => all.InternetGateways?.length),
    client.send(new DescribeNetworkInterfacesCommand({})).then((all) => all.NetworkInterfaces?.length),
    client.send(new DescribeAddressesCommand({})).then(({ Addresses }) => Addresses?.length),
    client.send(new DescribeVpcEndpointsCommand({})).then((all) => all.VpcEndpoints?.length),
    client.send(new DescribeNatGatewaysCommand({})).then((all) => all.NatGateways?.map(({ State }) => State)),
    client.send(new DescribeTagsCommand({})).then((all) => all.Tags?.map(({ ResourceType }) => ResourceType)),
  ]);
  expect(left).toEqual([1, 3, 1, 1, 1, 1, 0, 0, 0, ['deleted'], ['natgateway']]);
  client.destroy();
});
