import type { TaskRecord } from '../../model/task-record.ts';
import type { BlackholePort, Fault, FaultAction, FaultInjector, FaultKind, ImpairmentKind } from './fault.ts';

export type FaultOutcome =
  | { readonly kind: 'done'; readonly status: 'running' | 'stopped' | 'not-running' }
  | { readonly kind: 'conflict'; readonly text: string };

export interface AskedFault {
  readonly kind: FaultKind;
  readonly action: FaultAction;
  /** As the request describes it; absent where it need not. */
  readonly fault: Fault | undefined;
}

/** Does what was asked unless it is so already. An impairment excludes any other; ports do not. */
export async function performFault(
  injector: FaultInjector,
  task: TaskRecord,
  { kind, action, fault }: AskedFault,
  signal: AbortSignal,
): Promise<FaultOutcome> {
  if (fault?.kind === 'network-blackhole-port') return blackhole(injector, task, action, fault, signal);
  const found = await injector.impairment(task, signal);
  switch (action) {
    case 'start':
      if (found !== undefined) return { kind: 'conflict', text: already[found] };
      if (fault === undefined) throw new Error(`nothing says how to start ${kind}`);
      await injector.start(task, fault, signal);
      return done('running');
    case 'stop':
      if (found === kind) await injector.stopImpairment(task, signal);
      return done('stopped');
    case 'status':
      return done(found === kind ? 'running' : 'not-running');
  }
}

async function blackhole(
  injector: FaultInjector,
  task: TaskRecord,
  action: FaultAction,
  fault: BlackholePort,
  signal: AbortSignal,
): Promise<FaultOutcome> {
  const isRunning = await injector.isBlackholed(task, fault, signal);
  switch (action) {
    case 'start':
      if (!isRunning) await injector.start(task, fault, signal);
      return done('running');
    case 'stop':
      if (isRunning) await injector.stopBlackhole(task, fault, signal);
      return done('stopped');
    case 'status':
      return done(isRunning ? 'running' : 'not-running');
  }
}

const done = (status: 'running' | 'stopped' | 'not-running'): FaultOutcome => ({ kind: 'done', status });

const already: Record<ImpairmentKind, string> = {
  'network-latency': 'There is already one network latency fault running',
  'network-packet-loss': 'There is already one network packet loss fault running',
};
