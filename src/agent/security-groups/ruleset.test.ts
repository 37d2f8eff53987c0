import { expect, test } from 'vitest';

import { cidr } from '../../../test/support/agent/members.ts';
import type { Passage, Policy } from './policy.ts';
import { rulesetOf } from './ruleset.ts';

const own = cidr('10.77.0.0/16');
const vpc = { own, range: own, isDefault: false };
const peers = [cidr('10.77.3.4')];

/** What is accepted of what comes in, beside what always is. */
function accepted(passage: Partial<Passage>, rest: Pick<Policy, 'guests'> = {}): readonly string[] {
  const text = rulesetOf(
    { vpc, ingress: [{ protocol: '-1', peers, ...passage }], egress: 'all', ...rest },
    [],
  );
  const lines = text.split('\n').map((line) => line.trim());
  return lines.slice(lines.indexOf('ip saddr 10.77.0.1 accept') + 1, lines.indexOf('}'));
}

test('both ways: what always passes, then what the rules let pass, and no more', () => {
  const passage = { protocol: 'tcp', from: 80, to: 80, peers };
  expect(rulesetOf({ vpc, ingress: [passage], egress: [passage] }, ['1.1.1.1'])).toBe(`table ip longshore {
  chain ingress {
    type filter hook input priority filter; policy drop;
    iifname "lo" accept
    ct state established,related accept
    ip saddr != 10.77.0.0/16 accept
    ip saddr 10.77.0.1 accept
    ip saddr { 10.77.3.4/32 } tcp dport 80 accept
  }
  chain egress {
    type filter hook output priority filter; policy drop;
    oifname "lo" accept
    ct state established,related accept
    ip daddr 169.254.0.0/16 accept
    ip daddr { 10.77.0.2, 1.1.1.1 } meta l4proto { tcp, udp } th dport 53 accept
    ip daddr { 10.77.3.4/32 } tcp dport 80 accept
  }
}
`);
});

test('a way that is open has no chain; without any there is no table', () => {
  expect(rulesetOf({ vpc, ingress: 'all', egress: [] }, [])).not.toContain('chain ingress');
  expect(rulesetOf({ vpc, ingress: [], egress: 'all' }, [])).not.toContain('chain egress');
  expect(rulesetOf({ vpc, ingress: 'all', egress: 'all' }, [])).toBe('');
});

test('guests come in', () => {
  expect(accepted({}, { guests: cidr('10.77.240.0/20') })).toEqual([
    'ip saddr 10.77.240.0/20 accept',
    'ip saddr { 10.77.3.4/32 } accept',
  ]);
});

test.each([
  [{ protocol: '-1' }, ''],
  [{ protocol: 'tcp', from: 80, to: 80 }, ' tcp dport 80'],
  [{ protocol: 'tcp', from: 80, to: 90 }, ' tcp dport 80-90'],
  [{ protocol: '6', from: 0, to: 65_535 }, ' tcp dport 0-65535'],
  [{ protocol: 'tcp' }, ' meta l4proto tcp'],
  [{ protocol: 'udp', from: -1, to: -1 }, ' meta l4proto udp'],
  [{ protocol: '17', from: 53, to: 53 }, ' udp dport 53'],
  [{ protocol: 'icmp', from: -1, to: -1 }, ' meta l4proto icmp'],
  [{ protocol: 'icmp', from: 8, to: -1 }, ' icmp type 8'],
  [{ protocol: '1', from: 3, to: 4 }, ' icmp type 3 icmp code 4'],
  [{ protocol: '50' }, ' meta l4proto 50'],
])('%j', (passage, text) => {
  expect(accepted(passage)).toEqual([`ip saddr { 10.77.3.4/32 }${text} accept`]);
});

test.each(['icmpv6', '58', 'nonsense'])('%s is never let in: there is no IPv6', (protocol) => {
  expect(accepted({ protocol })).toEqual([]);
});

test('of ranges in one another the widest stands for all, as nft wants it', () => {
  const nested = ['10.77.3.4', '10.77.3.0/24', '10.77.0.0/16', '10.78.0.1', '10.77.3.4', '10.78.0.1'];
  expect(accepted({ peers: nested.map(cidr) })).toEqual(['ip saddr { 10.77.0.0/16, 10.78.0.1/32 } accept']);
});
