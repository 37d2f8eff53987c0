import { nanosecondsOf } from '../../docker/engine-time.ts';
import { messageOf } from '../../kernel/errors.ts';
import { merge } from '../../kernel/merge.ts';
import type { Table } from '../../store/table.ts';
import type { Backend } from '../backends/backend.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { TaskEvent } from '../watch.ts';
import type { Watcher } from '../watcher.ts';
import { routerOf } from '../firelens/router-of.ts';
import { destinationOf, type LogSink } from './log-sink.ts';

export interface OutputRequest {
  /** Absent: of all containers. */
  readonly container?: string | undefined;
  /** Go on until the task has stopped. */
  readonly follow: boolean;
  /** Milliseconds since the epoch; absent: from the first line on. */
  readonly since?: number | undefined;
}

/** A line, or why there is none of a container. */
export type OutputEntry = TaskEvent & { readonly kind: 'log' | 'notice' };

export interface TaskOutput {
  readonly arn: string;
  /** Whose output is given. */
  readonly containers: readonly string[];
  readonly entries: AsyncIterable<OutputEntry>;
}

export interface TaskOutputParts {
  readonly tasks: Table<TaskRecord>;
  readonly backend: Backend;
  readonly sink: LogSink;
  readonly watcher: Watcher;
}

/**
 * What the containers of a task have written, whatever their log driver: from CloudWatch Logs what went
 * there, else from the engine. `task` is an ARN or an id.
 */
export function taskOutput(
  parts: TaskOutputParts,
  name: string,
  request: OutputRequest,
  signal: AbortSignal,
): TaskOutput | 'no such task' | 'no such container' {
  const task = parts.tasks.get(name) ?? parts.tasks.select().find(({ id }) => id === name);
  if (task === undefined) return 'no such task';
  const wanted = task.plan.containers.filter(
    (plan) => request.container === undefined || plan.name === request.container,
  );
  if (wanted.length === 0) return 'no such container';
  const isAlive = task.lastStatus !== 'STOPPED';
  const entries =
    request.follow && isAlive
      ? followed(parts, task.arn, request, signal)
      : merge(
          wanted.map((plan) => kept(parts, task, plan, request, signal)),
          (one, other) => timeOf(one) < timeOf(other),
        );
  return { arn: task.arn, containers: wanted.map((plan) => plan.name), entries };
}

/** A task that is alive has its containers on the engine, which is asked: it knows also what comes. */
async function* followed(
  { watcher }: TaskOutputParts,
  arn: string,
  { container, since }: OutputRequest,
  signal: AbortSignal,
): AsyncGenerator<OutputEntry> {
  for await (const event of watcher.watch(arn, signal) ?? []) {
    // Other notices are of the task, and its output is what was asked for.
    if ((event.kind !== 'log' && event.kind !== 'notice') || event.container === undefined) continue;
    if (container !== undefined && event.container !== container) continue;
    if (event.kind === 'log' && since !== undefined && Date.parse(event.time) < since) continue;
    yield event;
  }
}

async function* kept(
  { backend, sink }: TaskOutputParts,
  task: TaskRecord,
  plan: ContainerPlan,
  { since }: OutputRequest,
  signal: AbortSignal,
): AsyncGenerator<OutputEntry> {
  const { name: container, awslogs } = plan;
  const { runtimeId } = task.containers.find(({ name }) => name === container) ?? {};
  // It was never made.
  if (runtimeId === undefined) return;
  if (awslogs !== undefined) {
    for await (const { at, message } of sink.read(
      destinationOf(task, awslogs, runtimeId),
      since ?? 0,
      signal,
    )) {
      const text = message.replace(/\n$/, '');
      yield { kind: 'log', container, stream: 'stdout', time: new Date(at).toISOString(), text };
    }
    return;
  }
  const notice = (text: string): OutputEntry => ({
    kind: 'notice',
    at: task.cleanedAt ?? 0,
    container,
    text,
  });
  if (task.cleanedAt !== undefined) {
    yield notice(
      'its output was removed from the engine with the container, some time after the task stopped',
    );
    return;
  }
  try {
    const from = since === undefined ? undefined : BigInt(since) * 1_000_000n;
    for await (const line of backend.logs(runtimeId, { follow: false, since: from }, signal)) {
      yield { kind: 'log', container, ...line };
    }
  } catch (error) {
    if (signal.aborted) return;
    const whither = routerOf(task.plan, container) ?? driverOf(plan);
    yield notice(`its output goes to ${whither}, from which it cannot be read: ${messageOf(error)}`);
  }
}

const driverOf = ({ log }: ContainerPlan): string =>
  log === undefined ? 'the default log driver of the engine' : `the log driver ${log.driver}`;

const timeOf = (entry: OutputEntry): bigint => (entry.kind === 'log' ? nanosecondsOf(entry.time) : 0n);
