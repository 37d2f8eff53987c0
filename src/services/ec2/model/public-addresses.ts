import { tooManyAddresses } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';

/** Kept for documentation (RFC 5737): nobody on the Internet has them, so nothing is sent to a stranger. */
const ranges = ['203.0.113', '198.51.100', '192.0.2'];

/** A public address that nothing in the account has. No packet finds its way by it: it is a record. */
export function newPublicAddress(call: Ec2Call): string {
  const taken = new Set([
    ...call.tables['elastic-ip'].list(call).map(({ publicIp }) => publicIp),
    ...call.tables['network-interface'].list(call).map(({ publicIp }) => publicIp),
  ]);
  const all = ranges.flatMap((range) => Array.from({ length: 254 }, (_, index) => `${range}.${index + 1}`));
  const free = all.filter((address) => !taken.has(address));
  const chosen = free[free.length === 0 ? 0 : call.ids.below(free.length)];
  if (chosen === undefined) throw tooManyAddresses();
  return chosen;
}

export const publicDnsName = (region: string, address: string): string =>
  `ec2-${address.replaceAll('.', '-')}.${region === 'us-east-1' ? 'compute-1' : `${region}.compute`}.amazonaws.com`;
