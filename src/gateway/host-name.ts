import { BlockList, isIPv4, isIPv6 } from 'node:net';

export interface HostAndPort {
  /** Lower case, without a trailing dot; IPv6 in its canonical form, without brackets. */
  readonly name: string;
  /** 1 to 65535; `undefined` where none is given. */
  readonly port: number | undefined;
}

/** `name`, `name:port`, `[v6]` or `[v6]:port`: nothing else may stand in a Host header. */
const FORM = /^(?:\[(?<v6>[0-9a-f:.]+)\]|(?<name>[a-z0-9._-]+))(?::(?<port>\d{1,5}))?$/i;

/** `undefined` for what is no host: user names, paths, blanks, zones, ports beyond 65535. */
export function parseHost(text: string): HostAndPort | undefined {
  const groups = FORM.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const name = groups['v6'] === undefined ? plainName(groups['name'] ?? '') : canonicalIPv6(groups['v6']);
  const port = groups['port'] === undefined ? undefined : Number(groups['port']);
  if (name === undefined || port === 0 || (port ?? 0) > 65_535) return undefined;
  return { name, port };
}

/** The same for a bare name or address, as it stands in an option: IPv6 may come without brackets. */
export function parseHostName(text: string): string | undefined {
  if (isIPv6(text)) return canonicalIPv6(text);
  const host = parseHost(text);
  return host?.port === undefined ? host?.name : undefined;
}

function plainName(text: string): string | undefined {
  const name = text.toLowerCase().replace(/\.$/, '');
  return name === '' || name.startsWith('.') || name.includes('..') ? undefined : name;
}

function canonicalIPv6(text: string): string | undefined {
  if (!isIPv6(text) || text.includes('%')) return undefined;
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Names and addresses that can only mean this machine. `localhost` and what is below it never go to DNS
 * (RFC 6761, 6.3). Decimal, hexadecimal and shortened addresses (`2130706433`, `0x7f.1`, `127.1`) are not
 * among them: clients that know them send the dotted form, and here they would be names like any other.
 */
export function isLoopback(name: string): boolean {
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  if (isIPv4(name)) return loopback.check(name, 'ipv4');
  return isIPv6(name) && loopback.check(name, 'ipv6');
}

/** Addresses that stand for every address of the machine. */
export function isWildcard(name: string): boolean {
  return name === '0.0.0.0' || name === '::' || name === '::ffff:0:0';
}

/** A name or address as it stands in a URL. */
export function inUrl(name: string): string {
  return isIPv6(name) ? `[${name}]` : name;
}
