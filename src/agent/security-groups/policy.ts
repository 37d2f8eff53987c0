import { type Cidr, contains, covers, formatCidr, moved, parseCidr } from '../network/cidr.ts';
import { dynamicRange } from '../network/vpc.ts';
import type { GroupRule } from '../network/vpc-directory.ts';
import type { Member, MemberVpc } from './member.ts';

/** A way that stands open: to or from `peers`, which are IPv4 ranges as they are on this machine. */
export interface Passage extends Pick<GroupRule, 'protocol' | 'from' | 'to'> {
  readonly peers: readonly Cidr[];
}

/** What may pass; `'all'` where nothing has to be held back. */
export interface Policy {
  readonly vpc: MemberVpc;
  readonly ingress: readonly Passage[] | 'all';
  readonly egress: readonly Passage[] | 'all';
  /** In the VPC's range and no tasks: containers that people have connected to the network. They come in. */
  readonly guests?: Cidr;
}

/** The rules of a group; `undefined` for one that EC2 does not know. */
export type RulesOf = (member: Pick<Member, 'scope'>, groupId: string) => readonly GroupRule[] | undefined;

/** Members of one network that are in the same groups: one policy holds for all of them. */
export interface MemberClass {
  readonly sample: Member;
  readonly members: readonly Member[];
}

const everywhere: Cidr = { base: 0, bits: 0 };

export function classesOf(members: Iterable<Member>): readonly MemberClass[] {
  const byKey = Map.groupBy(members, keyOf);
  return [...byKey.values()].flatMap((all) => {
    const [sample] = all;
    return sample === undefined ? [] : [{ sample, members: all }];
  });
}

/**
 * The policy of a class among those that there are. Groups let through what any of them does; a group that EC2
 * does not know (one of a real account, taken as it is) lets everything through. Pure.
 */
export function policyOf(own: MemberClass, all: readonly MemberClass[], rulesOf: RulesOf): Policy {
  const { vpc, groups } = own.sample;
  const known = groups.map((id) => rulesOf(own.sample, id));
  if (known.some((rules) => rules === undefined)) return { vpc, ingress: 'all', egress: 'all' };
  const rules = known.flatMap((each) => each ?? []);
  const neighbours = all.filter(({ sample }) => isSameNetwork(sample, own.sample));
  const inward = rules.filter(({ direction }) => direction === 'ingress');
  const outward = rules.filter(({ direction }) => direction === 'egress');
  const passages = (some: readonly GroupRule[]): readonly Passage[] =>
    some.flatMap((rule) => passageOf(rule, vpc, neighbours) ?? []);
  // From outside the VPC everything comes in, so only its members can be kept out.
  const others = neighbours.filter((each) => each !== own || own.members.length > 1);
  return {
    vpc,
    ingress: others.every((each) => letsAllOf(inward, each, vpc)) ? 'all' : passages(inward),
    egress: letsEverythingOut(outward) ? 'all' : passages(outward),
    ...guestsOf(vpc, neighbours),
  };
}

/** Only a default VPC keeps a part of its range free for them, unless somebody has made a subnet of that. */
function guestsOf(vpc: MemberVpc, neighbours: readonly MemberClass[]): Pick<Policy, 'guests'> {
  const guests = dynamicRange(vpc.range);
  const isFree = neighbours.every(({ members }) => !members.some(({ address }) => contains(guests, address)));
  return vpc.isDefault && isFree ? { guests } : {};
}

const letsAllOf = (rules: readonly GroupRule[], { sample }: MemberClass, vpc: MemberVpc): boolean =>
  rules.some(
    ({ protocol, peer }) =>
      protocol === '-1' &&
      ('groupId' in peer
        ? sample.groups.includes(peer.groupId)
        : rangesHere(peer.cidr, vpc).some((range) => covers(range, vpc.range))),
  );

const letsEverythingOut = (rules: readonly GroupRule[]): boolean =>
  rules.some(({ protocol, peer }) => protocol === '-1' && 'cidr' in peer && isEverywhere(peer.cidr));

function isEverywhere(cidr: string): boolean {
  const range = parseCidr(cidr);
  return range !== undefined && covers(range, everywhere);
}

/** `undefined` where nobody is behind it now. */
function passageOf(
  { protocol, from, to, peer }: GroupRule,
  vpc: MemberVpc,
  neighbours: readonly MemberClass[],
): Passage | undefined {
  const peers = 'cidr' in peer ? rangesHere(peer.cidr, vpc) : addressesIn(peer.groupId, neighbours);
  if (peers.length === 0) return undefined;
  return { protocol, ...(from !== undefined && { from }), ...(to !== undefined && { to }), peers };
}

const addressesIn = (groupId: string, neighbours: readonly MemberClass[]): readonly Cidr[] =>
  neighbours
    .filter(({ sample }) => sample.groups.includes(groupId))
    .flatMap(({ members }) => members.flatMap(({ address }) => parseCidr(address) ?? []));

/** A range that a rule names, where its addresses are here. The networks have IPv4 alone. */
function rangesHere(cidr: string, { own, range }: MemberVpc): readonly Cidr[] {
  const named = parseCidr(cidr);
  if (named === undefined) return [];
  if (covers(own, named)) return [moved(named, own, range)];
  const isOutside = !covers(named, own) || covers(named, range);
  return isOutside ? [named] : [named, range];
}

const isSameNetwork = (one: Member, other: Member): boolean =>
  formatCidr(one.vpc.range) === formatCidr(other.vpc.range);

/** Asked for every member whenever one comes or goes. */
const keys = new WeakMap<Member, string>();

function keyOf(member: Member): string {
  const key = keys.get(member) ?? madeKey(member);
  keys.set(member, key);
  return key;
}

const madeKey = ({ scope, groups, vpc }: Member): string =>
  [
    formatCidr(vpc.range),
    formatCidr(vpc.own),
    scope.account,
    scope.region,
    ...new Set(groups.toSorted()),
  ].join(' ');
