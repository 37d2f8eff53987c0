import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';

/** systemd-resolved's own file has those behind its local address; the engine reads the same two. */
const files = ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf'];
/** The engine's own where the machine names none that a container could reach. */
const fallback = ['8.8.8.8', '8.8.4.4'];

/** Whom the engine asks when a task asks it for a name: it does so from within the task's network. */
export function nameservers(read: (file: string) => string = readOrNothing): readonly string[] {
  const found = files.flatMap((file) => parseNameservers(read(file)));
  return found.length > 0 ? [...new Set(found)] : fallback;
}

export const parseNameservers = (text: string): readonly string[] =>
  [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].flatMap(([, address = '']) =>
    isIPv4(address) && !address.startsWith('127.') ? [address] : [],
  );

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
