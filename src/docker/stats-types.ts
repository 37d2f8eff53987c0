/**
 * One sample of a container's use of resources: the object that ECS metadata endpoints hand on unchanged,
 * so fields that are not named here are kept too. Times in nanoseconds, sizes in bytes.
 */
export interface ContainerStats {
  readonly id?: string;
  readonly name?: string;
  /** RFC 3339; the sample's time and that of the one before. */
  readonly read: string;
  readonly preread: string;
  readonly pids_stats?: { readonly current?: number; readonly limit?: number };
  readonly cpu_stats: CpuStats;
  readonly precpu_stats: CpuStats;
  readonly memory_stats: {
    readonly usage?: number;
    readonly max_usage?: number;
    readonly limit?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
  readonly blkio_stats?: Readonly<Record<string, readonly BlkioEntry[] | null>>;
  readonly networks?: Readonly<
    Record<
      string,
      {
        readonly rx_bytes: number;
        readonly rx_packets: number;
        readonly rx_errors: number;
        readonly rx_dropped: number;
        readonly tx_bytes: number;
        readonly tx_packets: number;
        readonly tx_errors: number;
        readonly tx_dropped: number;
      }
    >
  >;
}

export interface CpuStats {
  readonly cpu_usage: {
    readonly total_usage: number;
    readonly percpu_usage?: readonly number[] | null;
    readonly usage_in_kernelmode: number;
    readonly usage_in_usermode: number;
  };
  readonly system_cpu_usage?: number;
  readonly online_cpus?: number;
  readonly throttling_data?: {
    readonly periods: number;
    readonly throttled_periods: number;
    readonly throttled_time: number;
  };
}

export interface BlkioEntry {
  readonly major: number;
  readonly minor: number;
  readonly op: string;
  readonly value: number;
}
