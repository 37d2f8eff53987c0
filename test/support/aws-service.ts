import { partitionOf, rootArn } from '../../src/aws/arn.ts';
import { checkOutput } from '../../src/aws/validation/check-output.ts';
import type { RequestContext, Service } from '../../src/aws/service.ts';
import { parseInput } from '../../src/aws/validation/validate.ts';
import { aesCipher, newKey } from '../../src/kernel/cipher.ts';
import { countingIds, randomIds } from '../../src/kernel/ids.ts';
import { VirtualClock } from '../../src/kernel/virtual-clock.ts';
import { createKms } from '../../src/services/kms/index.ts';
import { Store } from '../../src/store/store.ts';

export interface Caller {
  readonly account?: string;
  readonly region?: string;
}

type Operations = { readonly [Name in string]: { readonly input: unknown; readonly output: unknown } };

export interface TestService<All> {
  /** One call, checked as over the wire, both ways. Throws what the client would see. */
  call<Name extends keyof All & string>(
    operation: Name,
    input: All[Name] extends { input: infer Input } ? Input : never,
    caller?: Caller,
  ): All[Name] extends { output: infer Output } ? Output : never;
  readonly clock: VirtualClock;
  readonly store: Store;
}

/** What a service is made of: in memory, time stands still, ids count up from one. */
export function serviceParts() {
  const store = new Store({
    onListenerError: (error) => {
      throw error;
    },
  });
  const parts = { store, clock: new VirtualClock(), ids: countingIds(), cipher: aesCipher(newKey()) };
  return { ...parts, keys: createKms({ ...parts, ids: randomIds }).keys };
}

export function testService<All extends { [Name in keyof All]: Operations[string] }>(
  service: Service,
  { clock, store }: { readonly clock: VirtualClock; readonly store: Store },
): TestService<All> {
  return {
    call(operation, input, { account = '000000000000', region = 'us-east-1' } = {}) {
      const partition = partitionOf(region);
      const context: RequestContext = {
        requestId: '00000000-0000-4000-8000-000000000000',
        account,
        region,
        partition,
        principalArn: rootArn({ partition, account }),
        signal: new AbortController().signal,
      };
      const parsed = parseInput(service.contract, operation, JSON.stringify(input), service.validationError);
      const output: unknown = JSON.parse(JSON.stringify(service.handle(operation, parsed, context)));
      const faults = checkOutput(service.contract, operation, output);
      if (faults.length > 0) throw new Error(`the answer breaks the contract: ${faults.join('; ')}`);
      return output as never;
    },
    clock,
    store,
  };
}
