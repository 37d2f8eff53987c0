import { invalidValue } from '../errors.ts';

const numbers: Readonly<Record<string, string>> = { all: '-1', tcp: '6', udp: '17', icmp: '1', icmpv6: '58' };
const names: Readonly<Record<string, string>> = { 6: 'tcp', 17: 'udp', 1: 'icmp', 58: 'icmpv6', all: '-1' };

/** As network ACLs show protocols: by number. */
export function protocolNumber(protocol: string): string {
  const given = protocol.toLowerCase();
  return checked(numbers[given] ?? given, protocol);
}

/** As security groups show them: by name where there is one. */
export function protocolName(protocol: string): string {
  const given = protocol.toLowerCase();
  if (numbers[given] !== undefined && given !== 'all') return given;
  return names[given] ?? checked(given, protocol);
}

function checked(number: string, given: string): string {
  const isNumber = number === '-1' || (/^\d{1,3}$/.test(number) && Number(number) <= 255);
  if (!isNumber) throw invalidValue(`Invalid value '${given}' for IP protocol. Unknown protocol.`);
  return number;
}
