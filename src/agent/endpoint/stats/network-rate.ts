import type { ContainerStats } from '../../../docker/stats-types.ts';

export interface NetworkRate {
  readonly rx_bytes_per_sec: number;
  readonly tx_bytes_per_sec: number;
}

/** Bytes a second over all interfaces between two samples; `undefined` without network or passing of time. */
export function networkRate(
  before: ContainerStats | undefined,
  last: ContainerStats,
): NetworkRate | undefined {
  if (before?.networks === undefined || last.networks === undefined) return undefined;
  const seconds = (Date.parse(last.read) - Date.parse(before.read)) / 1000;
  if (!(seconds > 0)) return undefined;
  const rate = (direction: 'rx_bytes' | 'tx_bytes'): number =>
    Math.max(0, total(last, direction) - total(before, direction)) / seconds;
  return { rx_bytes_per_sec: rate('rx_bytes'), tx_bytes_per_sec: rate('tx_bytes') };
}

const total = ({ networks = {} }: ContainerStats, direction: 'rx_bytes' | 'tx_bytes'): number =>
  Object.values(networks).reduce((sum, counters) => sum + counters[direction], 0);
