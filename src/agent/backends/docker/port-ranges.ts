import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { PortPlan, PortRangePlan } from '../../model/task-plan.ts';
import type { NetworkBinding } from '../../model/task-record.ts';
import { BackendError } from '../backend.ts';

/** A range of the container's ports with the first of as many host ports in a row. */
export interface PublishedRange extends PortRangePlan {
  readonly hostFirst: number;
}

type Protocol = PortRangePlan['protocol'];

export interface PortSource {
  /** The first and the last port that may be given. */
  readonly bounds: () => readonly [number, number];
  readonly isFree: (port: number, protocol: Protocol) => Promise<boolean>;
}

export const hostPorts: PortSource = { bounds: ephemeralRange, isFree };

/**
 * Chooses host ports for ranges. The engine gives single ports from its ephemeral range but no ports in
 * a row, so we look for free ones there as the agent does: from the far end, where the engine and the
 * kernel come last, and each time below the last, so that what was chosen and is not published yet is
 * not chosen again.
 */
export class HostRanges {
  readonly #source: PortSource;
  #next: number | undefined;

  constructor(source: PortSource = hostPorts) {
    this.#source = source;
  }

  async choose(ranges: readonly PortRangePlan[]): Promise<PublishedRange[]> {
    const chosen: PublishedRange[] = [];
    for (const range of ranges) chosen.push({ ...range, hostFirst: await this.#choose(range) });
    return chosen;
  }

  async #choose({ first, last, protocol }: PortRangePlan): Promise<number> {
    const count = last - first + 1;
    const [low, high] = this.#source.bounds();
    let top = Math.min(this.#next ?? high, high);
    // Once from where the last search ended to the bottom, and once from the top.
    for (let rounds = 0; rounds < 2; top = high, rounds += 1) {
      while (top - count + 1 >= low) {
        const taken = await this.#lowestTaken(top - count + 1, top, protocol);
        if (taken === undefined) {
          this.#next = top - count;
          return top - count + 1;
        }
        top = taken - 1;
      }
    }
    throw new BackendError('CannotCreateContainerError', `${count} contiguous host ports are unavailable`);
  }

  async #lowestTaken(first: number, last: number, protocol: Protocol): Promise<number | undefined> {
    for (let port = first; port <= last; port += 1) {
      if (!(await this.#source.isFree(port, protocol))) return port;
    }
    return undefined;
  }
}

function isFree(port: number, protocol: Protocol): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  if (protocol === 'udp') {
    const socket = createSocket('udp4');
    socket.once('error', () => socket.close(() => resolve(false)));
    socket.bind({ port, exclusive: true }, () => socket.close(() => resolve(true)));
  } else {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  }
  return promise;
}

/** What the kernel gives outgoing connections; elsewhere than on Linux the range set aside for that. */
function ephemeralRange(): readonly [number, number] {
  try {
    const text = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
    const [low = 49_153, high = 65_535] = text.trim().split(/\s+/).map(Number);
    return [low, high];
  } catch {
    return [49_153, 65_535];
  }
}

const portIsTaken = /port is already allocated|address already in use/;

/** `0.0.0.0:80`, `[::]:80`, with what comes before and after in the words of Engine 20 to 29. */
const portInWords =
  /(?:Bind for|listen (?:tcp|udp)[46]?|bind host port(?: for)?) (?:\[[^\]]*\]|[\d.]*):(\d+)/i;

/** Whether the engine refuses a start for want of a host port, and which one, if its words tell. */
export function takenPort(message: string): { readonly port: number | undefined } | undefined {
  if (!portIsTaken.test(message)) return undefined;
  const found = portInWords.exec(message);
  return { port: found === null ? undefined : Number(found[1]) };
}

/** What the engine is told: it knows only single ports. */
export const singlePorts = ({ first, last, protocol, hostFirst }: PublishedRange): PortPlan[] =>
  Array.from({ length: last - first + 1 }, (_, index) => ({
    containerPort: first + index,
    hostPort: hostFirst + index,
    protocol,
  }));

export const isWithin = (port: number, { first, last, hostFirst }: PublishedRange): boolean =>
  hostFirst <= port && port <= hostFirst + last - first;

/** The agent sends no report with more. */
const mostBindings = 100;

/** Whether a container with ranges has more bindings than ECS knows; the words are the agent's. */
export function refuseTooMany(bindings: number, container: string, task: string): void {
  if (bindings <= mostBindings) return;
  throw new BackendError(
    'CannotCreateContainerError',
    `no. of network bindings ${bindings} is more than the maximum supported no. ${mostBindings}, ` +
      `container: ${container} task: ${task}`,
  );
}

/** `8000-8010/tcp=40000`, in a label: by it the engine's single ports are told as ranges again. */
export const rangesLabelOf = (ranges: readonly PublishedRange[]): string =>
  ranges.map(({ first, last, protocol, hostFirst }) => `${first}-${last}/${protocol}=${hostFirst}`).join(' ');

export function rangesOfLabel(label: string | undefined): PublishedRange[] {
  return [...(label ?? '').matchAll(/(\d+)-(\d+)\/(tcp|udp)=(\d+)/g)].map(
    ([, first, last, protocol, host]) => ({
      first: Number(first),
      last: Number(last),
      protocol: protocol === 'udp' ? 'udp' : 'tcp',
      hostFirst: Number(host),
    }),
  );
}

/** Puts a binding of the whole range in place of those of its single ports, once for each address. */
export function foldRanges(
  single: readonly Extract<NetworkBinding, { readonly containerPort: number }>[],
  ranges: readonly PublishedRange[],
): NetworkBinding[] {
  const told = new Set<string>();
  return single.flatMap((binding): NetworkBinding[] => {
    const { bindIP, protocol, containerPort } = binding;
    const range = ranges.find(
      ({ first, last, protocol: own }) => own === protocol && first <= containerPort && containerPort <= last,
    );
    if (range === undefined) return [binding];
    const { first, last, hostFirst } = range;
    const key = `${bindIP} ${protocol} ${first}`;
    if (told.has(key)) return [];
    told.add(key);
    const hostPortRange = `${hostFirst}-${hostFirst + last - first}`;
    return [{ bindIP, containerPortRange: `${first}-${last}`, hostPortRange, protocol }];
  });
}
