import { type EndpointParts, endpointHandler } from '../../../src/agent/endpoint/endpoint.ts';
import { TaskCredentials } from '../../../src/agent/endpoint/credentials/task-credentials.ts';
import { TaskStats } from '../../../src/agent/endpoint/stats/task-stats.ts';
import { TaskFaults } from '../../../src/agent/endpoint/faults/task-faults.ts';
import { TaskDirectory } from '../../../src/agent/endpoint/task-directory.ts';
import type { EndpointHandler, EndpointRequest } from '../../../src/agent/endpoint/handler.ts';
import { type TaskRecord, tasksTable } from '../../../src/agent/model/task-record.ts';
import { countingIds } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { VirtualClock } from '../../../src/kernel/virtual-clock.ts';
import { Store } from '../../../src/store/store.ts';
import type { Table } from '../../../src/store/table.ts';
import { MemoryCredentials, plainEndpoint } from './endpoint-ports.ts';
import { MemoryFaults } from './memory-faults.ts';

export interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly location: string | undefined;
  /** Parsed when it is JSON. */
  readonly body: unknown;
}

export interface EndpointHarness {
  readonly clock: VirtualClock;
  readonly tasks: Table<TaskRecord>;
  readonly source: MemoryCredentials;
  readonly credentials: TaskCredentials;
  readonly directory: TaskDirectory;
  readonly faults: MemoryFaults;
  get(path: string, from?: string): Promise<Answer>;
  send(method: string, path: string, body: string, from?: string): Promise<Answer>;
}

/** The endpoint over a table of tasks, without an agent: nothing happens to a task but what a test writes. */
export function endpointHarness(given: Partial<EndpointParts> = {}): EndpointHarness {
  const clock = new VirtualClock();
  const ids = countingIds();
  const store = new Store({
    onListenerError: (error) => {
      throw error;
    },
  });
  const tasks = store.table(tasksTable);
  const source = new MemoryCredentials(clock);
  const credentials = new TaskCredentials(source, clock);
  const directory = new TaskDirectory(tasks);
  const faults = new MemoryFaults();
  const { protection, tags } = plainEndpoint();
  const handler = endpointHandler({
    clock,
    ids,
    directory,
    credentials,
    protection,
    tags,
    stats: new TaskStats({ stats: silence }, clock),
    faults: new TaskFaults({ directory, injector: faults, clock, log: silentLog }),
    vpcRange: () => '172.31.0.0/16',
    taskAt: () => undefined,
    ...given,
  });
  const { get, send } = askerOf(handler);
  return { clock, tasks, source, credentials, directory, faults, get, send };
}

/** Asks a handler as the listener would. */
export function askerOf(handler: EndpointHandler): Pick<EndpointHarness, 'get' | 'send'> {
  const send = async (
    method: string,
    path: string,
    body: string,
    from = '169.254.170.3',
  ): Promise<Answer> => {
    const [pathname = '', query = ''] = path.split('?');
    const request: EndpointRequest = {
      method,
      path: pathname,
      query: new URLSearchParams(query),
      headers: {},
      body: new TextEncoder().encode(body),
      source: from,
    };
    // The table's listeners hear of a change right after the call that made it.
    await Promise.resolve();
    const answer = await handler(request, new AbortController().signal);
    const text = typeof answer.body === 'string' ? answer.body : new TextDecoder().decode(answer.body);
    const type = answer.headers['content-type'];
    return {
      status: answer.status,
      type,
      location: answer.headers['location'],
      body: type === 'application/json' ? JSON.parse(text) : text,
    };
  };
  return { send, get: (path, from) => send('GET', path, '', from) };
}

/** An engine that has no sample of anything, and says so by ending. */
async function* silence(): AsyncGenerator<never, void, undefined> {}
