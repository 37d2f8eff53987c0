import { isIPv6 } from 'node:net';

import type { Command } from '../../run-program.ts';
import type { BlackholePort, NetworkLatency, PacketLoss } from './fault.ts';

/** Seconds that iptables waits for whoever else changes its tables. */
const wait = '-w 5';

/** The endpoint stays in reach when the port is its own. */
const endpointAddress = '169.254.170.2';
const endpointPort = 80;

export type IpTables = 'iptables' | 'ip6tables';

const chainOf = ({ trafficType, protocol, port }: BlackholePort): string =>
  `${trafficType}-${protocol}-${port}`;
const tableOf = ({ trafficType }: BlackholePort): string => (trafficType === 'egress' ? 'OUTPUT' : 'INPUT');

/** Succeeds only while the fault runs. */
export const checkBlackhole = (fault: BlackholePort): Command =>
  words(`iptables ${wait} -C ${chainOf(fault)} -p ${fault.protocol} --dport ${fault.port} -j DROP`);

/** A chain of its own for the fault: who is spared first, and then nobody. */
export function startBlackhole(fault: BlackholePort, tables: IpTables): Command[] {
  const chain = chainOf(fault);
  const spared = sparedBy(fault).filter((source) => isIPv6Source(source) === (tables === 'ip6tables'));
  const everything = tables === 'iptables' ? '0.0.0.0/0' : '::/0';
  const rule = (address: string, target: string): Command =>
    words(
      `${tables} ${wait} -A ${chain} -p ${fault.protocol} -d ${address} --dport ${fault.port} -j ${target}`,
    );
  return [
    words(`${tables} ${wait} -N ${chain}`),
    ...spared.map((source) => rule(source, 'ACCEPT')),
    rule(everything, 'DROP'),
    words(`${tables} ${wait} -I ${tableOf(fault)} -j ${chain}`),
  ];
}

export function stopBlackhole(fault: BlackholePort, tables: IpTables): Command[] {
  const chain = chainOf(fault);
  return [`-F ${chain}`, `-D ${tableOf(fault)} -j ${chain}`, `-X ${chain}`].map((rest) =>
    words(`${tables} ${wait} ${rest}`),
  );
}

function sparedBy({ trafficType, port, sourcesToFilter }: BlackholePort): readonly string[] {
  const isEndpoint = trafficType === 'egress' && port === endpointPort;
  if (!isEndpoint || sourcesToFilter.includes(endpointAddress)) return sourcesToFilter;
  return [...sourcesToFilter, endpointAddress];
}

/** What is queued at the device's first band is impaired; by default everything goes to the third. */
export const showImpairment = (device: string): Command => words(`tc -j qdisc show dev ${device} parent 1:1`);

export function startImpairment(fault: NetworkLatency | PacketLoss, device: string): Command[] {
  const effect =
    fault.kind === 'network-latency'
      ? `delay ${fault.delayMs}ms ${fault.jitterMs}ms`
      : `loss ${fault.lossPercent}%`;
  const filter = (priority: number, source: string, band: string): Command => {
    const match = `match ${isIPv6Source(source) ? 'ip6' : 'ip'} dst ${source}`;
    const place = `dev ${device} protocol all parent 1:0 prio ${priority}`;
    return words(`tc filter add ${place} u32 ${match} flowid ${band}`);
  };
  return [
    words(`tc qdisc add dev ${device} root handle 1: prio priomap ${Array(16).fill('2').join(' ')}`),
    words(`tc qdisc add dev ${device} parent 1:1 handle 10: netem ${effect}`),
    ...fault.sourcesToFilter.map((source) => filter(1, source, '1:3')),
    ...fault.sources.map((source) => filter(2, source, '1:1')),
  ];
}

/** Filters and the discipline inside go with the one at the root. */
export const stopImpairment = (device: string): Command =>
  words(`tc qdisc del dev ${device} root handle 1: prio`);

const isIPv6Source = (source: string): boolean => isIPv6(source.split('/')[0] ?? '');

function words(text: string): Command {
  const [program = '', ...rest] = text.split(' ');
  return [program, ...rest];
}
