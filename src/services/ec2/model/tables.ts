import type { ResourceType } from '../../../aws/contract/ec2.types.gen.ts';
import type { Held } from '../../../aws/holdings.ts';
import type { Store } from '../../../store/store.ts';
import { KindTable } from './kind-table.ts';
import type { Kind } from './kinds.ts';
import { type Realm, Realms } from './realms.ts';
import type * as network from './records.ts';
import type * as compute from './records-compute.ts';
import { inDefaultRange, startingStates } from './starting-state.ts';

/** The record of each kind that is kept. */
export interface Records {
  readonly vpc: network.VpcRecord;
  readonly subnet: network.SubnetRecord;
  readonly 'dhcp-options': network.DhcpOptionsRecord;
  readonly 'route-table': network.RouteTableRecord;
  readonly 'internet-gateway': network.InternetGatewayRecord;
  readonly 'egress-only-internet-gateway': network.EgressOnlyGatewayRecord;
  readonly natgateway: network.NatGatewayRecord;
  readonly 'elastic-ip': network.AddressRecord;
  readonly 'network-acl': network.NetworkAclRecord;
  readonly 'security-group': network.SecurityGroupRecord;
  readonly 'network-interface': network.InterfaceRecord;
  readonly 'vpc-endpoint': network.EndpointRecord;
  readonly 'prefix-list': network.PrefixListRecord;
  readonly 'vpc-flow-log': network.FlowLogRecord;
  readonly 'launch-template': compute.LaunchTemplateRecord;
  readonly 'launch-template-version': compute.LaunchTemplateVersionRecord;
  readonly 'key-pair': compute.KeyPairRecord;
  readonly instance: compute.InstanceRecord;
  readonly volume: compute.VolumeRecord;
}

export type KeptKind = Extract<Kind, keyof Records>;

export type Ec2Tables = { readonly [Each in KeptKind]: KindTable<Records[Each]> };

/** What a call with a client token was answered with; its `id` is made of operation and token. */
export interface TokenRecord extends network.ResourceRecord {
  readonly fingerprint: string;
  readonly output: unknown;
}

export interface OpenTables {
  readonly tables: Ec2Tables;
  readonly tokens: KindTable<TokenRecord>;
  /** All of them, as resets see them. */
  readonly held: readonly Held[];
}

/** To be called once for a store: what realms begin with must be written by all tables together. */
export function openTables(store: Store, defaultRange: () => string): OpenTables {
  const realms = new Realms(store);
  const startOf = startingStates();
  const plain = <Each extends KeptKind>(kind: Each): KindTable<Records[Each]> =>
    new KindTable<Records[Each]>(store, kind, { realms });
  const start = <Each extends StartingKind>(kind: Each) => ({
    realms,
    startingRows: (realm: Realm): readonly Records[Each][] => startOf(realm)[kind],
  });
  const tables: Ec2Tables = {
    vpc: new KindTable(store, 'vpc', { ...start('vpc'), fit: inDefaultRange.vpc(defaultRange) }),
    subnet: new KindTable(store, 'subnet', { ...start('subnet'), fit: inDefaultRange.subnet(defaultRange) }),
    'dhcp-options': new KindTable(store, 'dhcp-options', start('dhcp-options')),
    'route-table': new KindTable(store, 'route-table', start('route-table')),
    'internet-gateway': new KindTable(store, 'internet-gateway', start('internet-gateway')),
    'network-acl': new KindTable(store, 'network-acl', start('network-acl')),
    'security-group': new KindTable(store, 'security-group', start('security-group')),
    'egress-only-internet-gateway': plain('egress-only-internet-gateway'),
    natgateway: plain('natgateway'),
    'elastic-ip': plain('elastic-ip'),
    'network-interface': plain('network-interface'),
    'vpc-endpoint': plain('vpc-endpoint'),
    'prefix-list': plain('prefix-list'),
    'vpc-flow-log': plain('vpc-flow-log'),
    'launch-template': plain('launch-template'),
    'launch-template-version': plain('launch-template-version'),
    'key-pair': plain('key-pair'),
    instance: plain('instance'),
    volume: plain('volume'),
  };
  const tokens = new KindTable<TokenRecord>(store, 'client-token', { realms });
  const held = [realms.held(), tokens.held(), ...Object.values(tables).map((table) => table.held())];
  return { tables, tokens, held };
}

/** Kinds whose resources can have tags; rules of security groups, which lie in the groups, can too. */
export const taggedKinds = [
  'vpc',
  'subnet',
  'dhcp-options',
  'route-table',
  'internet-gateway',
  'egress-only-internet-gateway',
  'natgateway',
  'elastic-ip',
  'network-acl',
  'security-group',
  'network-interface',
  'vpc-endpoint',
  'prefix-list',
  'vpc-flow-log',
  'launch-template',
  'key-pair',
  'instance',
  'volume',
] as const satisfies readonly (KeptKind & ResourceType)[];

/** Kinds of which every realm has some from the start. */
export type StartingKind =
  | 'vpc'
  | 'subnet'
  | 'dhcp-options'
  | 'route-table'
  | 'internet-gateway'
  | 'network-acl'
  | 'security-group';
