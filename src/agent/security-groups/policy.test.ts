import { describe, expect, test } from 'vitest';

import { defaultRules, egress, everyone, ingress } from '../../../test/support/agent/fake-vpcs.ts';
import { aMember, cidr } from '../../../test/support/agent/members.ts';
import { formatCidr } from '../network/cidr.ts';
import type { GroupRule } from '../network/vpc-directory.ts';
import type { Member } from './member.ts';
import { classesOf, type Passage, policyOf } from './policy.ts';

type Groups = Readonly<Record<string, readonly GroupRule[]>>;

/** The policy of the first member among all. */
function policy(groups: Groups, ...members: readonly Member[]) {
  const classes = classesOf(members);
  const own = classes.find((each) => each.members.some((member) => member === members[0]));
  if (own === undefined) throw new Error('a member');
  const { ingress: inward, egress: outward } = policyOf(own, classes, (_member, id) => groups[id]);
  return { inward: shown(inward), outward: shown(outward) };
}

const shown = (passages: readonly Passage[] | 'all') =>
  passages === 'all'
    ? passages
    : passages.map(({ protocol, from, to, peers }) =>
        [protocol, from, to, ...peers.map(formatCidr)].filter((part) => part !== undefined).join(' '),
      );

describe('nothing has to be held back', () => {
  test('where all are in one default group', () => {
    const all = [aMember(4, ['d']), aMember(5, ['d'])];
    expect(policy({ d: defaultRules('d') }, ...all)).toEqual({ inward: 'all', outward: 'all' });
  });

  test('where a task is alone in its VPC, whatever may come in', () => {
    const groups = { shut: [egress('-1', everyone)] };
    expect(policy(groups, aMember(4, ['shut']))).toEqual({ inward: 'all', outward: 'all' });
    const elsewhere = aMember(5, ['shut'], { range: cidr('10.9.0.0/16') });
    expect(policy(groups, aMember(4, ['shut']), elsewhere).inward).toBe('all');
    expect(policy(groups, aMember(4, ['shut']), aMember(5, ['shut'])).inward).toEqual([]);
  });

  test('where all of the VPC may come in by range', () => {
    const groups = { open: [ingress('-1', everyone)], other: [] };
    expect(policy(groups, aMember(4, ['open']), aMember(5, ['other']))).toEqual({
      inward: 'all',
      outward: [],
    });
  });

  test('by a group that EC2 does not know', () => {
    const groups = { shut: [] };
    expect(policy(groups, aMember(4, ['unknown', 'shut']), aMember(5, ['shut']))).toEqual({
      inward: 'all',
      outward: 'all',
    });
  });

  test('but a part of the range, or one protocol, is not all', () => {
    const others = [aMember(5, ['other'])];
    const inward = (rule: GroupRule) =>
      policy({ some: [rule], other: [] }, aMember(4, ['some']), ...others).inward;
    expect(inward(ingress('-1', { cidr: '10.77.0.0/17' }))).toEqual(['-1 10.77.0.0/17']);
    expect(inward(ingress('tcp', everyone))).toEqual(['tcp 0.0.0.0/0']);
  });
});

test('a group as peer is the addresses that its members have in this network', () => {
  const groups = { web: [ingress('tcp', { groupId: 'lb' }, 80, 90), egress('udp', { groupId: 'web' }, 53)] };
  const members = [
    aMember(4, ['web']),
    aMember(5, ['lb']),
    aMember(6, ['other', 'lb']),
    aMember(7, ['other']),
    aMember(8, ['lb'], { range: cidr('10.9.0.0/16') }),
  ];
  expect(policy({ ...groups, lb: [], other: [] }, ...members)).toEqual({
    inward: ['tcp 80 90 10.77.3.5/32 10.77.3.6/32'],
    outward: ['udp 53 53 10.77.3.4/32'],
  });
  expect(policy(groups, aMember(4, ['web']), aMember(7, ['other'])).inward).toEqual([]);
});

test('what any of the groups lets pass passes', () => {
  const groups = {
    a: [ingress('tcp', { cidr: '1.2.3.4/32' }, 1)],
    b: [ingress('tcp', { cidr: '10.77.0.0/24' }, 2)],
    c: [],
  };
  expect(policy(groups, aMember(4, ['a', 'b']), aMember(5, ['c'])).inward).toEqual([
    'tcp 1 1 1.2.3.4/32',
    'tcp 2 2 10.77.0.0/24',
  ]);
});

describe('where another range stands in for the VPC’s own', () => {
  const moved = { range: cidr('10.130.0.0/16') };
  const ranges = (peer: string) =>
    policy({ g: [egress('tcp', { cidr: peer }, 1)] }, aMember(4, ['g'], moved)).outward;

  test.each([
    ['within it', '10.77.3.0/24', ['tcp 1 1 10.130.3.0/24']],
    ['itself', '10.77.0.0/16', ['tcp 1 1 10.130.0.0/16']],
    ['around both', '10.0.0.0/8', ['tcp 1 1 10.0.0.0/8']],
    ['around its own alone', '10.76.0.0/15', ['tcp 1 1 10.76.0.0/15 10.130.0.0/16']],
    ['elsewhere', '192.168.0.0/16', ['tcp 1 1 192.168.0.0/16']],
    ['of IPv6', '::/0', []],
  ])('a range %s', (_what, peer, expected) => {
    expect(ranges(peer)).toEqual(expected);
  });
});

test('members of the same groups, in whatever order, are one class; those of another account are not', () => {
  const other = aMember(6, ['a', 'b']);
  const scope = { ...other.scope, account: '111122223333' };
  const classes = classesOf([aMember(4, ['a', 'b']), aMember(5, ['b', 'a', 'b']), { ...other, scope }]);
  expect(classes.map(({ members }) => members.length)).toEqual([2, 1]);
});

test('the last part of a default VPC is for people’s own containers, until a task is in it', () => {
  const guests = (...members: readonly Member[]) => {
    const classes = classesOf(members);
    const [own] = classes;
    const found = own && policyOf(own, classes, () => []).guests;
    return found && formatCidr(found);
  };
  const isDefault = true;
  expect(guests(aMember(4, ['d'], { isDefault }))).toBe('10.77.240.0/20');
  expect(guests(aMember(4, ['d']))).toBeUndefined();
  const inIt = { ...aMember(5, ['d'], { isDefault }), address: '10.77.250.4' };
  expect(guests(aMember(4, ['d'], { isDefault }), inIt)).toBeUndefined();
});
