import { addressAt, type Cidr, covers, formatCidr } from '../network/cidr.ts';
import { gatewayOf } from '../network/vpc.ts';
import type { MemberVpc } from './member.ts';
import type { Passage, Policy } from './policy.ts';

const table = 'ip longshore';

/**
 * What takes the table away, whether it is there or not. Before a ruleset it makes one transaction of both, so that
 * nothing passes in between that may not; it takes the kernel longer than the ruleset.
 */
export const cleared = `table ${table}\ndelete table ${table}\n`;

/**
 * A policy as nft takes it, for a namespace that has none yet; '' where everything passes. `nameservers`: whom the
 * engine asks in a task's name, as AWS's resolver, past all groups.
 */
export function rulesetOf(policy: Policy, nameservers: readonly string[]): string {
  const { ingress, egress, vpc, guests } = policy;
  if (ingress === 'all' && egress === 'all') return '';
  const chains = [
    ...(ingress === 'all' ? [] : [chain('ingress', 'input', ingressRules(ingress, vpc, guests))]),
    ...(egress === 'all' ? [] : [chain('egress', 'output', egressRules(egress, vpc, nameservers))]),
  ];
  return `table ${table} {\n${chains.join('\n')}\n}\n`;
}

function chain(name: string, hook: 'input' | 'output', rules: readonly string[]): string {
  const lines = [`type filter hook ${hook} priority filter; policy drop;`, ...rules];
  return `  chain ${name} {\n${lines.map((line) => `    ${line}`).join('\n')}\n  }`;
}

/** Only the members of the VPC are held back: this machine and what it forwards come in. */
const ingressRules = (
  passages: readonly Passage[],
  vpc: MemberVpc,
  guests: Cidr | undefined,
): readonly string[] => [
  'iifname "lo" accept',
  'ct state established,related accept',
  `ip saddr != ${formatCidr(vpc.range)} accept`,
  `ip saddr ${gatewayOf(vpc.range)} accept`,
  ...(guests === undefined ? [] : [`ip saddr ${formatCidr(guests)} accept`]),
  ...passages.flatMap((passage) => accepting(passage, 'saddr')),
];

/** As in AWS, link-local addresses and the resolver (the VPC's third address) are beyond the groups' reach. */
const egressRules = (
  passages: readonly Passage[],
  vpc: MemberVpc,
  nameservers: readonly string[],
): readonly string[] => [
  'oifname "lo" accept',
  'ct state established,related accept',
  'ip daddr 169.254.0.0/16 accept',
  `ip daddr ${set([addressAt(vpc.range, 2), ...nameservers])} meta l4proto { tcp, udp } th dport 53 accept`,
  ...passages.flatMap((passage) => accepting(passage, 'daddr')),
];

function accepting(passage: Passage, side: 'saddr' | 'daddr'): readonly string[] {
  const what = transport(passage);
  if (what === undefined) return [];
  const peers = withoutNested(passage.peers).map(formatCidr);
  return [[`ip ${side} ${set(peers)}`, what, 'accept'].filter((part) => part !== '').join(' ')];
}

/** Without ports nft's match of the protocol. `undefined`: never on IPv4. */
function transport({ protocol, from, to }: Passage): string | undefined {
  switch (protocol) {
    case '-1':
      return '';
    case 'tcp':
    case '6':
      return ports('tcp', from, to);
    case 'udp':
    case '17':
      return ports('udp', from, to);
    case 'icmp':
    case '1':
      return icmp(from, to);
    case 'icmpv6':
    case '58':
      return undefined;
    default:
      return /^\d{1,3}$/.test(protocol) ? `meta l4proto ${protocol}` : undefined;
  }
}

function ports(protocol: 'tcp' | 'udp', from = -1, to = from): string {
  if (from < 0) return `meta l4proto ${protocol}`;
  return `${protocol} dport ${from === to ? from : `${from}-${to}`}`;
}

function icmp(type = -1, code = -1): string {
  if (type < 0) return 'meta l4proto icmp';
  return code < 0 ? `icmp type ${type}` : `icmp type ${type} icmp code ${code}`;
}

/** nft does not take ranges of a set that overlap; of two ranges that do, one lies in the other. */
function withoutNested(ranges: readonly Cidr[]): readonly Cidr[] {
  const wide = ranges.toSorted((one, other) => one.base - other.base || one.bits - other.bits);
  const kept: Cidr[] = [];
  for (const range of wide) {
    const last = kept.at(-1);
    if (last === undefined || !covers(last, range)) kept.push(range);
  }
  return kept;
}

const set = (elements: readonly string[]): string => `{ ${[...new Set(elements)].join(', ')} }`;
