import type { Clock } from '../../../kernel/clock.ts';
import type { HealthStatus } from '../../model/status.ts';
import type { ContainerPlan } from '../../model/task-plan.ts';
import type { ContainerMount, ContainerNetwork, NetworkBinding } from '../../model/task-record.ts';
import type { ContainerSnapshot, ContainerSpec, LogLine } from '../backend.ts';
import type { ContainerScript } from './script.ts';

const sigterm = 143;
const sigkill = 137;

/** What is to be published, of a container or of a sandbox. */
export type Published = Pick<ContainerPlan, 'ports' | 'portRanges'>;

/** One simulated container: a script played on a clock. `onChange` is called after each change. */
export class SimulatedContainer {
  readonly runtimeId: string;
  readonly spec: ContainerSpec;
  readonly script: ContainerScript;
  readonly lines: LogLine[] = [];
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #timers: Disposable[] = [];
  readonly #bindings: readonly NetworkBinding[];
  readonly #createdAt: number;
  #status: ContainerSnapshot['status'] = 'created';
  #health: HealthStatus | undefined;
  #startedAt: number | undefined;
  #finishedAt: number | undefined;
  #exitCode: number | undefined;

  constructor(
    runtimeId: string,
    spec: ContainerSpec,
    parts: {
      readonly script: ContainerScript;
      readonly clock: Clock;
      readonly onChange: () => void;
      readonly publish: (wanted: Published) => readonly NetworkBinding[];
    },
  ) {
    this.runtimeId = runtimeId;
    this.spec = spec;
    this.script = parts.script;
    this.#clock = parts.clock;
    this.#onChange = parts.onChange;
    this.#createdAt = parts.clock.now();
    this.#bindings = spec.networkMode === 'bridge' ? parts.publish(spec.plan) : [];
  }

  get running(): boolean {
    return this.#status === 'running';
  }

  snapshot(): ContainerSnapshot {
    return {
      runtimeId: this.runtimeId,
      engineName: this.spec.plan.engineName,
      taskArn: this.spec.owner.taskArn,
      container: this.spec.plan.name,
      status: this.#status,
      outOfMemory: this.#status === 'exited' && this.script.outOfMemory,
      bindings: this.#status === 'running' ? this.#bindings : [],
      ...(this.#status === 'running' ? { networks: this.#networks(), mounts: this.#mounts() } : {}),
      ...(this.#health === undefined || this.#health === 'UNKNOWN'
        ? {}
        : { healthCheck: { output: '', exitCode: this.#health === 'HEALTHY' ? 0 : 1 } }),
      createdAt: this.#createdAt,
      ...(this.#exitCode === undefined ? {} : { exitCode: this.#exitCode }),
      ...(this.#health === undefined ? {} : { health: this.#health }),
      ...(this.#startedAt === undefined ? {} : { startedAt: this.#startedAt }),
      ...(this.#finishedAt === undefined ? {} : { finishedAt: this.#finishedAt }),
    };
  }

  start(): void {
    if (this.running) return;
    this.#status = 'running';
    this.#startedAt = this.#clock.now();
    this.#exitCode = undefined;
    const time = new Date(this.#startedAt).toISOString();
    this.lines.push(...this.script.output.map((text) => ({ stream: 'stdout' as const, time, text })));
    const { runFor, healthyAfter, unhealthyAfter, exitCode, outOfMemory } = this.script;
    if (this.spec.plan.healthCheck !== undefined) {
      this.#health = 'UNKNOWN';
      this.#after(healthyAfter, () => this.#judge('HEALTHY'));
      this.#after(unhealthyAfter, () => this.#judge('UNHEALTHY'));
    }
    this.#after(runFor, () => this.end(outOfMemory ? sigkill : exitCode));
    this.#onChange();
  }

  /** Resolves when it has ended: at once when it obeys SIGTERM, after the grace when it does not. */
  async stop(graceSeconds: number, signal: AbortSignal): Promise<void> {
    if (!this.running) return;
    if (!this.script.ignoresSigterm && graceSeconds > 0) {
      this.end(sigterm);
      return;
    }
    await this.#clock.sleep(graceSeconds * 1000, signal);
    this.end(sigkill);
  }

  end(exitCode: number): void {
    if (!this.running) return;
    this.silence();
    this.#status = 'exited';
    this.#exitCode = exitCode;
    this.#finishedAt = this.#clock.now();
    this.#onChange();
  }

  silence(): void {
    for (const timer of this.#timers.splice(0)) timer[Symbol.dispose]();
  }

  #networks(): ContainerNetwork[] {
    const { networkMode } = this.spec;
    return networkMode === 'awsvpc'
      ? []
      : [{ name: networkMode, ipv4: networkMode === 'bridge' ? '172.17.0.2' : '' }];
  }

  #mounts(): ContainerMount[] {
    return this.spec.plan.mounts.map(({ source, target }) => ({ source, destination: target }));
  }

  #judge(health: HealthStatus): void {
    this.#health = health;
    this.#onChange();
  }

  #after(delay: number | undefined, work: () => void): void {
    if (delay !== undefined) this.#timers.push(this.#clock.schedule(this.#clock.now() + delay, work));
  }
}
