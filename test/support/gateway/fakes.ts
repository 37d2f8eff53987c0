import { Readable } from 'node:stream';
import { AwsError } from '../../../src/aws/aws-error.ts';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import type { RequestContext, Service } from '../../../src/aws/service.ts';
import type { TaskEvent } from '../../../src/agent/watch.ts';
import type {
  AdminPort,
  ResetRequest,
  EventsQuery,
  Health,
  ToldEvent,
} from '../../../src/gateway/admin-port.ts';

export interface Call {
  readonly operation: string;
  readonly input: unknown;
  readonly context: RequestContext;
}

/** A service with the contract of ECS that answers what `answer` says and keeps what it was asked. */
export function fakeService(answer: (call: Call) => unknown): Service & { readonly calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    name: 'ecs',
    contract: ecsContract,
    handle(operation, input, context) {
      const call = { operation, input, context };
      calls.push(call);
      return answer(call);
    },
    validationError: (_operation, message) => new AwsError('ClientException', message),
  };
}

export const healthy: Health = {
  status: 'ok',
  version: '0.0.0-test',
  engine: { name: 'Docker', version: '20.10.24', reachable: true, address: 'unix:///var/run/docker.sock' },
  linkLocal: { way: 'bind' },
  iam: { mode: 'off' },
  securityGroups: { enforced: true },
  tasks: { pending: 0, running: 2, stopping: 1 },
  uptimeSeconds: 12,
};

export interface FakeAdmin extends AdminPort {
  readonly killed: string[];
  /** Signals that `watch` was given, in order. */
  readonly watched: AbortSignal[];
  /** What `events` was asked, in order. */
  readonly asked: EventsQuery[];
  /** What `events` tells, or why it does not. */
  told: readonly ToldEvent[] | { readonly problem: string };
  /** What `reset` was asked, in order. */
  readonly resets: ResetRequest[];
}

/** Knows the tasks of `events`, by ARN, and nothing else. */
export function fakeAdmin(
  events: Readonly<Record<string, (signal: AbortSignal) => AsyncIterable<TaskEvent>>> = {},
): FakeAdmin {
  const killed: string[] = [];
  const watched: AbortSignal[] = [];
  return {
    killed,
    watched,
    asked: [],
    resets: [],
    services: ['ecs', 's3'],
    reset(request) {
      this.resets.push(request);
      return Promise.resolve({ ecs: { clusters: 1 } });
    },
    stored: (request) => ({ ecs: { clusters: [request] } }),
    told: [],
    events(query) {
      this.asked.push(query);
      const { told } = this;
      return 'problem' in told ? told : Readable.from(told);
    },
    health: () => Promise.resolve(healthy),
    watch(arn, signal) {
      const source = events[arn];
      if (source === undefined) return undefined;
      watched.push(signal);
      return source(signal);
    },
    output: () => 'no such task',
    kill(arn) {
      if (!Object.hasOwn(events, arn)) return false;
      killed.push(arn);
      return true;
    },
  };
}
