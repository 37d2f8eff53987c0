import { partitionOf, rootArn } from '../../src/aws/arn.ts';
import { checkOutput } from '../../src/aws/validation/check-output.ts';
import { EventStream, type StreamedEvent } from '../../src/aws/event-stream.ts';
import type { RequestContext } from '../../src/aws/service.ts';
import { parseInput } from '../../src/aws/validation/validate.ts';
import { countingIds } from '../../src/kernel/ids.ts';
import { VirtualClock } from '../../src/kernel/virtual-clock.ts';
import { logsService } from '../../src/services/logs/index.ts';
import type { ServedOperations } from '../../src/services/logs/operation.ts';
import { startLogsSweeper } from '../../src/services/logs/sweeper.ts';
import { Store } from '../../src/store/store.ts';

type Name = keyof ServedOperations;

export interface TestLogs extends Disposable {
  /** One call, checked as over the wire on the way in and out. Throws what the client would see. */
  call<Named extends Name>(
    operation: Named,
    input: ServedOperations[Named]['input'],
  ): ServedOperations[Named]['output'];
  /** As `call`, with input that does not fit the types. */
  send(operation: Name, input: unknown): unknown;
  readonly clock: VirtualClock;
  readonly store: Store;
}

/** A CloudWatch Logs of its own: in memory, with its sweeper, time stands still. */
export function testLogs(caller: { readonly account?: string; readonly region?: string } = {}): TestLogs {
  const { account = '000000000000', region = 'us-east-1' } = caller;
  const store = new Store({
    onListenerError: (error) => {
      throw error;
    },
  });
  const clock = new VirtualClock();
  const service = logsService({ store, clock, ids: countingIds() });
  const sweeper = startLogsSweeper({ store, clock });
  const partition = partitionOf(region);
  const context: RequestContext = {
    requestId: '00000000-0000-4000-8000-000000000000',
    account,
    region,
    partition,
    principalArn: rootArn({ partition, account }),
    signal: new AbortController().signal,
  };
  const send = (operation: Name, input: unknown): unknown => {
    const parsed = parseInput(service.contract, operation, JSON.stringify(input), service.validationError);
    const answer = service.handle(operation, parsed, context);
    if (answer instanceof EventStream) return answer;
    const output: unknown = JSON.parse(JSON.stringify(answer));
    const faults = checkOutput(service.contract, operation, output);
    if (faults.length > 0) throw new Error(`the answer breaks the contract: ${faults.join('; ')}`);
    return output;
  };
  return {
    call: <Named extends Name>(operation: Named, input: ServedOperations[Named]['input']) =>
      send(operation, input) as ServedOperations[Named]['output'],
    send,
    clock,
    store,
    [Symbol.dispose]() {
      sweeper[Symbol.dispose]();
      store[Symbol.dispose]();
    },
  };
}

/** The next event of a stream. */
export async function nextOf(events: AsyncIterator<StreamedEvent>): Promise<StreamedEvent> {
  const { done, value } = await events.next();
  if (done === true) throw new Error('the stream has ended');
  return value;
}
