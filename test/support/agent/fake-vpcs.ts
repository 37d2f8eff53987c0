import type {
  GroupRule,
  SubnetFacts,
  VpcDirectory,
  VpcFacts,
} from '../../../src/agent/network/vpc-directory.ts';

export interface FakeVpcs extends VpcDirectory {
  /** Makes or replaces one; those who follow hear of it. */
  putVpc(vpc: Partial<VpcFacts> & Pick<VpcFacts, 'id' | 'cidrs'>): void;
  putSubnet(subnet: Partial<SubnetFacts> & Pick<SubnetFacts, 'id' | 'vpcId' | 'cidr'>): void;
  putGroup(id: string, vpcId: string, rules: readonly GroupRule[]): void;
  remove(id: string): void;
}

/** An EC2 that knows what a test has told it, whoever asks. */
export function fakeVpcs(): FakeVpcs {
  const vpcs = new Map<string, VpcFacts>();
  const subnets = new Map<string, SubnetFacts>();
  const groups = new Map<
    string,
    { readonly id: string; readonly vpcId: string; readonly rules: readonly GroupRule[] }
  >();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    vpc: (_scope, id) => vpcs.get(id),
    subnet: (_scope, id) => subnets.get(id),
    group: (_scope, id) => groups.get(id),
    defaultGroup: (_scope, vpcId) => vpcId.replace('vpc', 'sg-default-of-vpc'),
    onChange(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    putVpc(vpc) {
      vpcs.set(vpc.id, { isDefault: false, ...vpc });
      tell();
    },
    putSubnet(subnet) {
      subnets.set(subnet.id, { availabilityZone: 'us-east-1a', isDefault: false, ...subnet });
      tell();
    },
    putGroup(id, vpcId, rules) {
      groups.set(id, { id, vpcId, rules });
      tell();
    },
    remove(id) {
      for (const known of [vpcs, subnets, groups]) known.delete(id);
      tell();
    },
  };
}

export const ingress = (protocol: string, peer: GroupRule['peer'], from?: number, to = from): GroupRule => ({
  direction: 'ingress',
  protocol,
  peer,
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

export const egress = (protocol: string, peer: GroupRule['peer'], from?: number, to = from): GroupRule => ({
  ...ingress(protocol, peer, from, to),
  direction: 'egress',
});

export const everyone: GroupRule['peer'] = { cidr: '0.0.0.0/0' };

/** As AWS's default group of that id. */
export const defaultRules = (groupId: string): readonly GroupRule[] => [
  ingress('-1', { groupId }),
  egress('-1', everyone),
];
