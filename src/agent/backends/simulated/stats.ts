import type { ContainerStats, CpuStats } from '../../../docker/stats-types.ts';

const secondMs = 1000;
const bytesPerSecond = 100;
const MiB = 2 ** 20;

/** The sample after so many seconds of a container that does a little of everything, evenly. */
export function simulatedStats(id: string, sample: number, now: number): ContainerStats {
  const bytes = sample * bytesPerSecond;
  return {
    id,
    name: `/${id.slice(0, 12)}`,
    read: new Date(now).toISOString(),
    preread: sample === 0 ? '0001-01-01T00:00:00Z' : new Date(now - secondMs).toISOString(),
    pids_stats: { current: 1 },
    cpu_stats: cpu(sample),
    precpu_stats: cpu(Math.max(0, sample - 1)),
    memory_stats: { usage: MiB, limit: 512 * MiB, stats: {} },
    networks: {
      eth0: {
        rx_bytes: bytes,
        rx_packets: sample,
        rx_errors: 0,
        rx_dropped: 0,
        tx_bytes: bytes,
        tx_packets: sample,
        tx_errors: 0,
        tx_dropped: 0,
      },
    },
  };
}

/** A thousandth of one CPU, in nanoseconds. */
const cpu = (sample: number): CpuStats => ({
  cpu_usage: {
    total_usage: sample * 1_000_000,
    usage_in_kernelmode: 0,
    usage_in_usermode: sample * 1_000_000,
  },
  system_cpu_usage: sample * 1_000_000_000,
  online_cpus: 1,
});
