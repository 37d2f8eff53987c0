import type { TaskRecord } from '../../src/agent/model/task-record.ts';
import { partitionOf, rootArn } from '../../src/aws/arn.ts';
import { AwsError } from '../../src/aws/aws-error.ts';
import { checkOutput } from '../../src/aws/validation/check-output.ts';
import type { EcsOperationName, EcsOperations } from '../../src/aws/contract/ecs.types.gen.ts';
import type { RequestContext } from '../../src/aws/service.ts';
import { parseInput } from '../../src/aws/validation/validate.ts';
import { countingIds } from '../../src/kernel/ids.ts';
import { VirtualClock } from '../../src/kernel/virtual-clock.ts';
import { ecsService } from '../../src/services/ecs/index.ts';
import { type EcsTables, ecsTables } from '../../src/services/ecs/model/tables.ts';
import { Store } from '../../src/store/store.ts';

export interface Caller {
  /** Twelve digits. */
  readonly account?: string;
  readonly region?: string;
}

export interface TestEcs {
  /**
   * One call, checked as over the wire: JSON, types and constraints on the way in, the output's shape on
   * the way out. Throws what the client would see.
   */
  call<Name extends EcsOperationName>(
    operation: Name,
    input: EcsOperations[Name]['input'],
  ): EcsOperations[Name]['output'];
  /** As `call`, with input that does not fit the types. */
  send(operation: EcsOperationName, input: unknown): unknown;
  /** The same installation, asked by another account or from another region. */
  as(caller: Caller): TestEcs;
  /** What the agent would write: members of a task's record, replaced. */
  observe(taskArn: string, change: Partial<TaskRecord>): void;
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly tables: EcsTables;
}

/** An ECS of its own: in memory, time stands still, ids count up from one. */
export function testEcs(caller: Caller = {}): TestEcs {
  const store = new Store({
    onListenerError: (error) => {
      throw error;
    },
  });
  const clock = new VirtualClock();
  const service = ecsService({ store, clock, ids: countingIds(), installation: 'test-installation' });
  const tables = ecsTables(store);

  function ecsFor({ account = '000000000000', region = 'us-east-1' }: Caller): TestEcs {
    const partition = partitionOf(region);
    const context: RequestContext = {
      requestId: '00000000-0000-4000-8000-000000000000',
      account,
      region,
      partition,
      principalArn: rootArn({ partition, account }),
      signal: new AbortController().signal,
    };
    const send = (operation: EcsOperationName, input: unknown): unknown => {
      const parsed = parseInput(service.contract, operation, JSON.stringify(input), service.validationError);
      const output: unknown = JSON.parse(JSON.stringify(service.handle(operation, parsed, context)));
      const faults = checkOutput(service.contract, operation, output);
      if (faults.length > 0) throw new Error(`the answer breaks the contract: ${faults.join('; ')}`);
      return output;
    };
    return {
      call: <Name extends EcsOperationName>(operation: Name, input: EcsOperations[Name]['input']) =>
        send(operation, input) as EcsOperations[Name]['output'],
      send,
      as: (other) => ecsFor({ account, region, ...other }),
      observe(taskArn, change) {
        const task = tables.tasks.get(taskArn);
        if (task === undefined) throw new Error(`no task ${taskArn}`);
        tables.tasks.put({ ...task, ...change });
      },
      clock,
      store,
      tables,
    };
  }
  return ecsFor(caller);
}

/** Class and text of the error that a call answers with; fails when there is none. */
export function errorOf(work: () => unknown): { readonly code: string; readonly message: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof AwsError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('expected an error');
}
