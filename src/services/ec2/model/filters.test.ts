import { expect, test } from 'vitest';
import { Ec2Bench } from '../../../../test/support/ec2.ts';
import { ec2Contract } from '../../../aws/contract/ec2.gen.ts';
import { groupForVpcFilters } from '../operations/security-group-references.ts';
import { flowLogFilters } from '../operations/flow-logs.ts';
import { creditFilters, instanceStatusFilters } from '../operations/instance-status.ts';
import { instanceTypeFilters, offeringFilters } from '../operations/instance-types.ts';
import { keyPairFilters } from '../operations/key-pairs.ts';
import { launchTemplateVersionFilters } from '../operations/launch-template-versions.ts';
import { launchTemplateFilters } from '../operations/launch-templates.ts';
import { ruleFilters } from '../operations/modify-security-group-rules.ts';
import { volumeFilters } from '../operations/volumes.ts';
import { endpointServiceFilters } from '../operations/vpc-endpoint-services.ts';
import { regionFilters, zoneFilters } from '../operations/zones.ts';
import { addressFilters } from './addresses.ts';
import { dhcpOptionsFilters } from './dhcp-options.ts';
import { endpointFilters } from './endpoints.ts';
import { filterBy, type FilterTable, tagFilters } from './filters.ts';
import { imageFilters } from './images.ts';
import { instanceFilters } from './instance-filters.ts';
import { internetGatewayFilters } from './internet-gateways.ts';
import { natGatewayFilters } from './nat-gateways.ts';
import { networkAclFilters } from './network-acls.ts';
import { managedPrefixListFilters, prefixListFilters } from './prefix-lists.ts';
import { profileAssociationFilters } from './profile-associations.ts';
import { routeTableFilters } from './route-tables.ts';
import { securityGroupFilters } from './security-groups.ts';
import { interfaceFilters } from './show-interface.ts';
import { subnetFilters } from './subnets.ts';
import { vpcFilters } from './vpcs.ts';

const tables: readonly (readonly [shape: string, filters: FilterTable])[] = [
  ['Address', addressFilters],
  ['AvailabilityZone', zoneFilters],
  ['DhcpOptions', dhcpOptionsFilters],
  ['EgressOnlyInternetGateway', tagFilters],
  ['FlowLog', flowLogFilters],
  ['IamInstanceProfileAssociation', profileAssociationFilters],
  ['Image', imageFilters],
  ['InstanceCreditSpecification', creditFilters],
  ['InstanceStatus', instanceStatusFilters],
  ['InstanceTypeInfo', instanceTypeFilters],
  ['InstanceTypeOffering', offeringFilters],
  ['InternetGateway', internetGatewayFilters],
  ['KeyPairInfo', keyPairFilters],
  ['LaunchTemplate', launchTemplateFilters],
  ['LaunchTemplateVersion', launchTemplateVersionFilters],
  ['ManagedPrefixList', managedPrefixListFilters],
  ['NatGateway', natGatewayFilters],
  ['NetworkAcl', networkAclFilters],
  ['NetworkInterface', interfaceFilters],
  ['PrefixList', prefixListFilters],
  ['Region', regionFilters],
  ['RouteTable', routeTableFilters],
  ['SecurityGroup', securityGroupFilters],
  ['SecurityGroupForVpc', groupForVpcFilters],
  ['SecurityGroupRule', ruleFilters],
  ['ServiceDetail', endpointServiceFilters],
  ['Subnet', subnetFilters],
  ['Volume', volumeFilters],
  ['Vpc', vpcFilters],
  ['VpcEndpoint', endpointFilters],
  // An instance is looked at together with the reservation that it is shown in.
  ['Instance', without(instanceFilters, ['owner-id', 'reservation-id'])],
];

/** Whether the members of a path are those of AWS's own shape. */
function leadsSomewhere(shape: string, path: string): boolean {
  let name = shape;
  for (const member of path.split('.')) {
    let at = ec2Contract.shapes.get(name);
    while (at?.kind === 'list') {
      name = at.member;
      at = ec2Contract.shapes.get(name);
    }
    if (at?.kind !== 'structure' || at.members[member] === undefined) return false;
    name = at.members[member];
  }
  return true;
}

function without(table: FilterTable, names: readonly string[]): FilterTable {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name)));
}

test('every filter goes by a member that AWS shows', () => {
  const lost = tables.flatMap(([shape, filters]) =>
    Object.entries(filters).flatMap(([name, path]) =>
      name === 'tag-value' || leadsSomewhere(shape, path) ? [] : [`${shape}: ${name} by ${path}`],
    ),
  );
  expect(lost).toEqual([]);
});

test('values match as wholes, with wildcards, by case, any of them; filters all', () => {
  const table: FilterTable = { name: 'Name', 'any.size': 'Parts.Size', ...tagFilters };
  const thing = {
    Name: 'web-1*',
    Parts: [{ Size: 1 }, { Size: 20 }],
    Tags: [
      { Key: 'team', Value: 'a' },
      { Key: 'stage', Value: 'prod' },
    ],
  };
  const passes = (...filters: [name: string, ...values: string[]][]): boolean =>
    filterBy(
      table,
      filters.map(([Name, ...Values]) => ({ Name, Values })),
    )(thing);
  expect([
    passes(['name', 'web*']),
    passes(['name', 'web-??']),
    passes(['name', 'web-1\\*']),
    passes(['name', 'x', 'web-1\\*']),
    passes(['any.size', '20'], ['name', 'w*']),
    passes(['tag:team', 'a'], ['tag-key', 'stage'], ['tag-value', 'pr?d']),
  ]).toEqual([true, true, true, true, true, true]);
  expect([
    passes(['name', 'web']),
    passes(['name', 'WEB*']),
    passes(['name', 'web-2\\*']),
    passes(['name', 'w.b-1*']),
    passes(['any.size', '2'], ['name', 'w*']),
    passes(['tag:team', 'prod']),
    passes(['tag:Team', 'a']),
  ]).toEqual([false, false, false, false, false, false, false]);
});

test('filters that are not there, or say nothing, are refused', () => {
  using ec2 = new Ec2Bench();
  expect([
    ec2.fail('DescribeSubnets', {
      Filters: [
        { Name: 'tag:', Values: ['x'] },
        { Name: 'subnet', Values: ['x'] },
      ],
    }),
    ec2.fail('DescribeSubnets', { Filters: [{ Name: '__proto__', Values: ['x'] }] }),
    ec2.fail('DescribeSubnets', { Filters: [{ Name: 'vpc-id', Values: [] }] }),
    ec2.fail('DescribeSubnets', {
      Filters: [{ Name: 'vpc-id', Values: Array.from({ length: 201 }, String) }],
    }),
    ec2.fail('DescribeRegions', { Filters: [{ Name: 'tag:x', Values: ['y'] }] }),
  ]).toEqual([
    "InvalidParameterValue: The filter 'subnet' is invalid",
    "InvalidParameterValue: The filter '__proto__' is invalid",
    'MissingParameter: The request must contain the parameter Filter.Value',
    'FilterLimitExceeded: The maximum number of filter values specified on a single call is 200',
    "InvalidParameterValue: The filter 'tag:x' is invalid",
  ]);
});

test('pages go on where the last one ended, also when something came or went', () => {
  using ec2 = new Ec2Bench();
  for (let index = 0; index < 9; index += 1) ec2.call('CreateVpc', { CidrBlock: `10.${index}.0.0/16` });
  const first = ec2.call('DescribeVpcs', { MaxResults: 6 });
  expect(first.Vpcs).toHaveLength(6);
  ec2.call('DeleteVpc', { VpcId: first.Vpcs?.findLast(({ IsDefault }) => IsDefault === false)?.VpcId ?? '' });
  const second = ec2.call('DescribeVpcs', { MaxResults: 6, NextToken: first.NextToken });
  expect(second.Vpcs).toHaveLength(4);
  expect(second.NextToken).toBeUndefined();
  expect(ec2.fail('DescribeVpcs', { MaxResults: 6, NextToken: 'nonsense' })).toContain(
    'InvalidParameterValue',
  );
});
