import type { TaskRecord } from '../../model/task-record.ts';

export const faultKinds = ['network-blackhole-port', 'network-latency', 'network-packet-loss'] as const;
export type FaultKind = (typeof faultKinds)[number];

export const faultActions = ['start', 'stop', 'status'] as const;
export type FaultAction = (typeof faultActions)[number];

/** What goes to a port, or comes in at one, is lost. */
export interface BlackholePort {
  readonly kind: 'network-blackhole-port';
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly trafficType: 'ingress' | 'egress';
  /** Addresses and ranges that are spared. */
  readonly sourcesToFilter: readonly string[];
}

/** What goes to these addresses and ranges, but for those that are spared, is impaired. */
interface Impairment {
  readonly sources: readonly string[];
  readonly sourcesToFilter: readonly string[];
}

export interface NetworkLatency extends Impairment {
  readonly kind: 'network-latency';
  readonly delayMs: number;
  readonly jitterMs: number;
}

export interface PacketLoss extends Impairment {
  readonly kind: 'network-packet-loss';
  readonly lossPercent: number;
}

export type Fault = BlackholePort | NetworkLatency | PacketLoss;
export type ImpairmentKind = 'network-latency' | 'network-packet-loss';

/**
 * Puts faults into the network of a task: that of its sandbox, or in mode host that of the machine. Rejects
 * with a `FaultsUnavailable` where it cannot be done at all.
 */
export interface FaultInjector {
  isBlackholed(task: TaskRecord, fault: BlackholePort, signal: AbortSignal): Promise<boolean>;
  /** The impairment that there is: there can be only one. */
  impairment(task: TaskRecord, signal: AbortSignal): Promise<ImpairmentKind | undefined>;
  start(task: TaskRecord, fault: Fault, signal: AbortSignal): Promise<void>;
  stopBlackhole(task: TaskRecord, fault: BlackholePort, signal: AbortSignal): Promise<void>;
  /** Ends whichever impairment there is. */
  stopImpairment(task: TaskRecord, signal: AbortSignal): Promise<void>;
}

/** Why there are no faults here; the message is told to who asks. */
export class FaultsUnavailable extends Error {
  override readonly name = 'FaultsUnavailable';
}
