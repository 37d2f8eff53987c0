import { readFile } from 'node:fs/promises';

import type { Backend } from '../../backends/backend.ts';
import type { TaskRecord } from '../../model/task-record.ts';
import type { Command, RunProgram } from '../../run-program.ts';
import {
  checkBlackhole,
  type IpTables,
  showImpairment,
  startBlackhole,
  startImpairment,
  stopBlackhole,
  stopImpairment,
} from './commands.ts';
import { deviceOfDefaultRoute } from './default-route.ts';
import {
  type BlackholePort,
  type Fault,
  type FaultInjector,
  FaultsUnavailable,
  type ImpairmentKind,
} from './fault.ts';
import { impairmentOf } from './impairment.ts';

export interface NetworkFaultsParts {
  readonly backend: Pick<Backend, 'networkNamespace'>;
  readonly run: RunProgram;
}

const longestUndoMs = 5000;

interface Place {
  /** The network namespace, as a path. */
  readonly path: string;
  /** The network interface by which the task reaches others. */
  readonly device: string;
}

/** Faults by iptables and tc in the network namespace of a task, as the agent makes them. The kernel keeps them. */
export class NetworkFaults implements FaultInjector {
  readonly #backend: NetworkFaultsParts['backend'];
  readonly #run: RunProgram;

  constructor({ backend, run }: NetworkFaultsParts) {
    this.#backend = backend;
    this.#run = run;
  }

  /** As the agent: the tables of IPv4 tell for both. */
  async isBlackholed(task: TaskRecord, fault: BlackholePort, signal: AbortSignal): Promise<boolean> {
    return (await this.#exec(await this.#place(task, signal), checkBlackhole(fault), signal)).exitCode === 0;
  }

  async impairment(task: TaskRecord, signal: AbortSignal): Promise<ImpairmentKind | undefined> {
    const place = await this.#place(task, signal);
    return impairmentOf(await this.#must(place, showImpairment(place.device), signal));
  }

  async start(task: TaskRecord, fault: Fault, signal: AbortSignal): Promise<void> {
    const place = await this.#place(task, signal);
    try {
      if (fault.kind === 'network-blackhole-port') {
        await this.#inBothTables(place, (tables) => startBlackhole(fault, tables), signal);
      } else {
        for (const command of startImpairment(fault, place.device)) await this.#must(place, command, signal);
      }
    } catch (error) {
      await this.#undo(place, fault);
      throw error;
    }
  }

  /** Half of a fault would be in the way of the next. */
  async #undo(place: Place, fault: Fault): Promise<void> {
    const commands =
      fault.kind === 'network-blackhole-port'
        ? [...stopBlackhole(fault, 'iptables'), ...stopBlackhole(fault, 'ip6tables')]
        : [stopImpairment(place.device)];
    for (const command of commands) {
      await this.#exec(place, command, AbortSignal.timeout(longestUndoMs)).catch(() => {});
    }
  }

  async stopBlackhole(task: TaskRecord, fault: BlackholePort, signal: AbortSignal): Promise<void> {
    const place = await this.#place(task, signal);
    await this.#inBothTables(place, (tables) => stopBlackhole(fault, tables), signal);
  }

  async stopImpairment(task: TaskRecord, signal: AbortSignal): Promise<void> {
    const place = await this.#place(task, signal);
    await this.#must(place, stopImpairment(place.device), signal);
  }

  /** Where the kernel has no IPv6, there is nothing of it to lose. */
  async #inBothTables(
    place: Place,
    commands: (tables: IpTables) => readonly Command[],
    signal: AbortSignal,
  ): Promise<void> {
    for (const command of commands('iptables')) await this.#must(place, command, signal);
    for (const command of commands('ip6tables')) await this.#exec(place, command, signal).catch(() => {});
  }

  async #place({ plan, sandboxId }: TaskRecord, signal: AbortSignal): Promise<Place> {
    const isHost = plan.networkMode === 'host';
    if (!isHost && sandboxId === undefined) throw new FaultsUnavailable('the task has no network yet');
    const namespace = await this.#backend.networkNamespace(isHost ? undefined : sandboxId, signal);
    if (namespace.kind === 'unreachable') {
      throw new FaultsUnavailable(`faults cannot be injected here, because ${namespace.why}`);
    }
    const { path } = namespace;
    const routes = await readFile(path.replace(/ns\/net$/, 'net/route'), 'utf8');
    const device = deviceOfDefaultRoute(routes);
    if (device === undefined) throw new FaultsUnavailable('the network of the task leads nowhere');
    return { path, device };
  }

  async #must(place: Place, command: Command, signal: AbortSignal): Promise<string> {
    const { exitCode, output } = await this.#exec(place, command, signal);
    if (exitCode === 0) return output;
    const text = output.trim();
    if (/qdisc kind is unknown|qdisc not found/i.test(text)) {
      throw new FaultsUnavailable(
        'faults of this kind cannot be injected here, because the kernel has no sch_prio and sch_netem',
      );
    }
    throw new Error(`${command.join(' ')} ended with ${exitCode}: ${text}`);
  }

  async #exec(
    { path }: Place,
    command: Command,
    signal: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly output: string }> {
    const ended = await this.#run(['nsenter', `--net=${path}`, ...command], signal);
    // nsenter says so with 127 when it does not find the program that it is to run.
    const isMissing = ended.kind === 'missing' || ended.exitCode === 127;
    if (!isMissing) return ended;
    const program = ended.kind === 'missing' ? 'nsenter' : command[0];
    throw new FaultsUnavailable(`faults cannot be injected here, because ${program} is not installed`);
  }
}
