import type { RuleRecord } from './records.ts';

/** The rules of groups that nobody has changed. */

export const allFromItself = (id: string, groupId: string): RuleRecord => ({
  id,
  egress: false,
  protocol: '-1',
  peer: { groupId },
  tags: [],
});

export const allEgress = (id: string): RuleRecord => ({
  id,
  egress: true,
  protocol: '-1',
  peer: { cidrIpv4: '0.0.0.0/0' },
  tags: [],
});

/** In a VPC that has ranges of IPv6. */
export const allEgressIpv6 = (id: string): RuleRecord => ({
  id,
  egress: true,
  protocol: '-1',
  peer: { cidrIpv6: '::/0' },
  tags: [],
});
