import type {
  BlackholePort,
  Fault,
  FaultInjector,
  ImpairmentKind,
} from '../../../src/agent/endpoint/faults/fault.ts';
import type { TaskRecord } from '../../../src/agent/model/task-record.ts';

/** Faults of one network that are only remembered. */
export class MemoryFaults implements FaultInjector {
  readonly started: Fault[] = [];
  /** What every call waits for, and may fail with. */
  hindrance: (signal: AbortSignal) => Promise<void> = () => Promise.resolve();
  readonly #ports = new Set<string>();
  #impairment: ImpairmentKind | undefined;

  async isBlackholed(_task: TaskRecord, fault: BlackholePort, signal: AbortSignal): Promise<boolean> {
    await this.hindrance(signal);
    return this.#ports.has(keyOf(fault));
  }

  async impairment(_task: TaskRecord, signal: AbortSignal): Promise<ImpairmentKind | undefined> {
    await this.hindrance(signal);
    return this.#impairment;
  }

  start(_task: TaskRecord, fault: Fault): Promise<void> {
    this.started.push(fault);
    if (fault.kind === 'network-blackhole-port') this.#ports.add(keyOf(fault));
    else this.#impairment = fault.kind;
    return Promise.resolve();
  }

  stopBlackhole(_task: TaskRecord, fault: BlackholePort): Promise<void> {
    this.#ports.delete(keyOf(fault));
    return Promise.resolve();
  }

  stopImpairment(): Promise<void> {
    this.#impairment = undefined;
    return Promise.resolve();
  }
}

const keyOf = ({ trafficType, protocol, port }: BlackholePort): string =>
  `${trafficType} ${protocol} ${port}`;
