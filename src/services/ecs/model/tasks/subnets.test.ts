import { describe, expect, test } from 'vitest';

import { defaultRules, fakeVpcs } from '../../../../../test/support/agent/fake-vpcs.ts';
import { errorOf } from '../../../../../test/support/ecs.ts';
import { defaultSubnet } from '../../../../../test/support/subnets.ts';
import { defaultVpc } from '../../../../agent/network/vpc.ts';
import { checkSubnets, defaultNetworks, groupsOf, type NetworkCall, taskSubnet } from './subnets.ts';

const account = '000000000000';
const region = 'us-east-1';

/** An EC2 with two VPCs, a subnet and a group in each. */
function caller(unknownSubnets: 'refuse' | 'default' = 'refuse'): NetworkCall {
  const directory = fakeVpcs();
  for (const [n, cidrs] of [
    [1, ['10.1.0.0/16', '100.64.0.0/16']],
    [2, ['10.2.0.0/16']],
  ] as const) {
    directory.putVpc({ id: `vpc-${n}`, cidrs });
    directory.putSubnet({ id: `subnet-${n}`, vpcId: `vpc-${n}`, cidr: `10.${n}.5.0/24` });
    directory.putGroup(`sg-${n}`, `vpc-${n}`, defaultRules(`sg-${n}`));
  }
  directory.putSubnet({ id: 'subnet-far', vpcId: 'vpc-1', cidr: '100.64.5.0/24' });
  return { account, region, partition: 'aws', networks: { directory, unknownSubnets } };
}

const refused = (subnets: string[], securityGroups: string[] = [], call = caller()) =>
  errorOf(() => checkSubnets(call, { subnets, securityGroups }));

describe('AWS’s words', () => {
  test.each([
    [
      ['subnet-1', 'subnet-9'],
      [],
      "Error retrieving subnet information for [subnet-9]: The subnet ID 'subnet-9' does not exist (ErrorCode: InvalidSubnetID.NotFound)",
    ],
    [
      ['subnet-1'],
      ['sg-1', 'sg-9'],
      "Error retrieving security group information for [sg-9]: The security group 'sg-9' does not exist (ErrorCode: InvalidGroup.NotFound)",
    ],
    [
      ['subnet-1'],
      ['sg-1', 'sg-2'],
      'Security group sg-2 does not appear to belong to the same VPC as the input subnets.',
    ],
    [['subnet-1', 'subnet-2'], [], 'The subnets specified must belong to the same VPC.'],
  ])('%j %j', (subnets, groups, message) => {
    expect(refused(subnets, groups)).toEqual({ code: 'InvalidParameterException', message });
  });
});

test('a subnet of a secondary block is refused by name: it has no network here', () => {
  expect(refused(['subnet-far'])).toMatchObject({
    code: 'UnsupportedFeatureException',
    message: expect.stringContaining('subnet-far'),
  });
});

test('a subnet is where EC2 says', () => {
  expect(taskSubnet(caller(), 'subnet-2')).toEqual({
    id: 'subnet-2',
    availabilityZone: 'us-east-1a',
    place: { vpcId: 'vpc-2', isDefaultVpc: false, vpcCidr: '10.2.0.0/16', cidr: '10.2.5.0/24' },
  });
});

test('without groups a task is in the default one of the VPC', () => {
  expect(groupsOf(caller(), {}, 'vpc-1')).toEqual(['sg-default-of-vpc-1']);
  expect(groupsOf(caller(), { securityGroups: ['sg-1'] }, 'vpc-1')).toEqual(['sg-1']);
});

describe('taken for the default VPC’s', () => {
  test('an unknown subnet keeps its id and is always the same one, with whatever groups', () => {
    const call = caller('default');
    checkSubnets(call, { subnets: ['subnet-9', 'subnet-8'], securityGroups: ['sg-9'] });
    const taken = taskSubnet(call, 'subnet-9');
    expect(taken).toEqual(taskSubnet(call, 'subnet-9'));
    expect(taken).toMatchObject({
      id: 'subnet-9',
      place: { vpcId: defaultVpc(account, region).id, isDefaultVpc: true, vpcCidr: '172.31.0.0/16' },
    });
  });

  test('a known one is not, and a known group of another VPC is still refused', () => {
    const call = caller('default');
    expect(taskSubnet(call, 'subnet-1').place.vpcId).toBe('vpc-1');
    expect(refused(['subnet-1'], ['sg-2'], call).message).toContain('sg-2');
  });
});

test('without an EC2 there is the default VPC of each account and region', () => {
  const call: NetworkCall = { account, region, partition: 'aws', networks: defaultNetworks };
  const { id, securityGroupId } = defaultVpc(account, region);
  expect(taskSubnet(call, defaultSubnet())).toEqual({
    id: defaultSubnet(),
    availabilityZone: 'us-east-1a',
    place: { vpcId: id, isDefaultVpc: true, vpcCidr: '172.31.0.0/16', cidr: '172.31.0.0/20' },
  });
  checkSubnets(call, { subnets: [defaultSubnet()], securityGroups: [securityGroupId] });
  expect(groupsOf(call, {}, id)).toEqual([securityGroupId]);
  expect(refused([defaultSubnet('111122223333')], [], call).code).toBe('InvalidParameterException');
});
