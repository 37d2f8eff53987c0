import { addressAt, contains, countOf, parseCidr } from '../../../agent/network/cidr.ts';
import { invalidValue } from '../errors.ts';
import { addressInUse, noAddressLeft } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';
import { reservedAtStart, usableCount } from './cidrs.ts';
import { allInterfaces } from './interfaces.ts';
import type { SubnetRecord } from './records.ts';

/** `wanted` addresses first, then as many more as make `count`. */
export function takeAddresses(
  call: Ec2Call,
  subnet: SubnetRecord,
  { wanted, count }: { readonly wanted: readonly string[]; readonly count: number },
): string[] {
  const taken = new Set(
    allInterfaces(call)
      .filter(({ subnetId }) => subnetId === subnet.id)
      .flatMap(({ addresses }) => addresses),
  );
  for (const address of wanted) {
    checkUsable(subnet, address);
    if (taken.has(address)) throw addressInUse(address);
    taken.add(address);
  }
  const chosen = [...wanted];
  while (chosen.length < count) {
    const address = freeAddress(call, subnet, taken);
    taken.add(address);
    chosen.push(address);
  }
  return chosen;
}

function checkUsable(subnet: SubnetRecord, address: string): void {
  const range = parseCidr(subnet.cidr);
  if (range === undefined || !contains(range, address)) {
    throw invalidValue(`Address ${address} does not fall within the subnet's address range`);
  }
  const isReserved =
    Array.from({ length: reservedAtStart }, (_, index) => addressAt(range, index)).includes(address) ||
    address === addressAt(range, countOf(range) - 1);
  if (isReserved) throw invalidValue(`Address ${address} is in subnet's reserved address range`);
}

/** From a place by chance on, so that addresses are not given out again at once. */
function freeAddress(call: Ec2Call, subnet: SubnetRecord, taken: ReadonlySet<string>): string {
  const range = parseCidr(subnet.cidr);
  if (range === undefined) throw noAddressLeft(subnet.id);
  const count = usableCount(range);
  const start = call.ids.below(count);
  for (let index = 0; index < count; index += 1) {
    const address = addressAt(range, reservedAtStart + ((start + index) % count));
    if (!taken.has(address)) return address;
  }
  throw noAddressLeft(subnet.id);
}
