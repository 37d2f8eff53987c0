import type { ResourceType } from '../../../aws/contract/ec2.types.gen.ts';

/** What there is, by the names that tags have for it; after it, what its ids begin with. */
export const prefixes = {
  vpc: 'vpc',
  subnet: 'subnet',
  'dhcp-options': 'dopt',
  'route-table': 'rtb',
  'internet-gateway': 'igw',
  'egress-only-internet-gateway': 'eigw',
  natgateway: 'nat',
  'elastic-ip': 'eipalloc',
  'network-acl': 'acl',
  'security-group': 'sg',
  'security-group-rule': 'sgr',
  'network-interface': 'eni',
  'vpc-endpoint': 'vpce',
  'prefix-list': 'pl',
  'vpc-flow-log': 'fl',
  'launch-template': 'lt',
  'launch-template-version': 'lt',
  'key-pair': 'key',
  instance: 'i',
  volume: 'vol',
  image: 'ami',
} as const satisfies Record<string, string>;

export type Kind = keyof typeof prefixes;

/** What can have tags of its own. */
export type TaggedKind = Extract<Kind, ResourceType>;

const kindOfPrefix = new Map<string, Kind>();
for (const [kind, prefix] of Object.entries(prefixes)) {
  // The keys are those of `prefixes`; of two kinds with one prefix the first has it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  if (!kindOfPrefix.has(prefix)) kindOfPrefix.set(prefix, kind as Kind);
}

/** `undefined` where no kind has such ids. */
export const kindOfId = (id: string): Kind | undefined =>
  kindOfPrefix.get(id.slice(0, Math.max(0, id.indexOf('-'))));

/** Eight digits of old, or seventeen. */
export const isId = (kind: Kind, id: string): boolean =>
  id.startsWith(`${prefixes[kind]}-`) &&
  /^([0-9a-f]{8}|[0-9a-f]{17})$/.test(id.slice(prefixes[kind].length + 1));

/** The resource type in an ARN: `arn:aws:ec2:us-east-1:123456789012:elastic-ip/eipalloc-…` */
export const arnResource = (kind: Kind, id: string): string => `${kind}/${id}`;
