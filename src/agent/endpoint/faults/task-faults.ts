import type { Clock } from '../../../kernel/clock.ts';
import { DeadlineError, withDeadline } from '../../../kernel/deadline.ts';
import type { Log } from '../../../kernel/log.ts';
import type { TaskRecord } from '../../model/task-record.ts';
import { type EndpointAnswer, type EndpointRequest, notFound } from '../handler.ts';
import { missingTask } from '../metadata-route.ts';
import { json, methodNotAllowed } from '../responses.ts';
import type { Route } from '../routes.ts';
import type { TaskDirectory } from '../task-directory.ts';
import {
  type Fault,
  type FaultAction,
  faultActions,
  type FaultInjector,
  type FaultKind,
  faultKinds,
  FaultsUnavailable,
} from './fault.ts';
import { needsBody, parseFault } from './fault-body.ts';
import { DecodeError } from './go-decoder.ts';
import { performFault } from './perform-fault.ts';
import { RequestIntervals } from './request-intervals.ts';

export interface TaskFaultsParts {
  readonly directory: TaskDirectory;
  readonly injector: FaultInjector;
  readonly clock: Clock;
  readonly log: Log;
}

/** The agent's, for all that one request does. */
const longestMs = 5000;

const named: Record<FaultAction, string> = { start: 'start', stop: 'stop', status: 'check status' };

/** `/api/ID/fault/v1/KIND/ACTION`, with the agent's texts. One at a time for each network. */
export class TaskFaults {
  readonly #parts: TaskFaultsParts;
  readonly #intervals: RequestIntervals;
  readonly #busy = new Map<string, Promise<unknown>>();

  constructor(parts: TaskFaultsParts) {
    this.#parts = parts;
    this.#intervals = new RequestIntervals(parts.clock);
  }

  async answer(
    route: Route & { kind: 'fault' },
    request: EndpointRequest,
    signal: AbortSignal,
  ): Promise<EndpointAnswer> {
    const kind = faultKinds.find((known) => known === route.fault);
    const action = faultActions.find((known) => known === route.action);
    if (kind === undefined || action === undefined) return notFound(request, signal);
    if (request.method !== 'POST') return methodNotAllowed();
    if (!this.#intervals.take(`${route.id} ${kind} ${action}`)) {
      return refusal(429, 'You have reached maximum request limit');
    }
    const fault = parsed(kind, action, request.body);
    if (fault instanceof DecodeError) return refusal(400, fault.message);
    const task = this.#parts.directory.container(route.id)?.task;
    if (task === undefined) {
      return refusal(404, `unable to get task arn from request: ${missingTask(route.id)}`);
    }
    return ineligible(task) ?? this.#inTurn(task, () => this.#perform(task, { kind, action, fault }, signal));
  }

  async #perform(
    task: TaskRecord,
    asked: { readonly kind: FaultKind; readonly action: FaultAction; readonly fault: Fault | undefined },
    signal: AbortSignal,
  ): Promise<EndpointAnswer> {
    const { clock, injector, log } = this.#parts;
    const { kind, action, fault } = asked;
    try {
      const outcome = await withDeadline(clock, longestMs, signal, (inner) =>
        performFault(injector, task, { kind, action, fault }, inner),
      );
      return outcome.kind === 'conflict' ? refusal(409, outcome.text) : json(200, { Status: outcome.status });
    } catch (error) {
      if (error instanceof DeadlineError) return refusal(500, `${named[action]} ${kind}: request timed out`);
      if (error instanceof FaultsUnavailable) return refusal(500, error.message);
      log.warn({ err: error, task: task.id }, `${named[action]} ${kind} failed`);
      return refusal(500, 'internal error');
    }
  }

  /** Tasks in mode host share a network. */
  async #inTurn(task: TaskRecord, work: () => Promise<EndpointAnswer>): Promise<EndpointAnswer> {
    const network = task.plan.networkMode === 'host' ? 'host' : task.arn;
    const mine = (this.#busy.get(network) ?? Promise.resolve()).then(work);
    this.#busy.set(network, mine);
    try {
      return await mine;
    } finally {
      if (this.#busy.get(network) === mine) this.#busy.delete(network);
    }
  }
}

function parsed(kind: FaultKind, action: FaultAction, body: Uint8Array): Fault | DecodeError | undefined {
  if (!needsBody(kind, action)) return undefined;
  try {
    return parseFault(kind, body);
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}

function ineligible({ arn, plan }: TaskRecord): EndpointAnswer | undefined {
  if (plan.faultInjection !== true) {
    return refusal(400, `enableFaultInjection is not enabled for task: ${arn}`);
  }
  const { networkMode } = plan;
  if (networkMode === 'host' || networkMode === 'awsvpc') return undefined;
  return refusal(400, `${networkMode} mode is not supported. Please use either host or awsvpc mode.`);
}

const refusal = (status: number, text: string): EndpointAnswer => json(status, { Error: text });
