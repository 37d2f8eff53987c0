import { expect } from 'vitest';
import { rootArn } from '../../src/aws/arn.ts';
import { AwsError } from '../../src/aws/aws-error.ts';
import { checkOutput } from '../../src/aws/validation/check-output.ts';
import { ec2Contract } from '../../src/aws/contract/ec2.gen.ts';
import type { Ec2OperationName, Ec2Operations } from '../../src/aws/contract/ec2.types.gen.ts';
import { checkInput } from '../../src/aws/validation/validate.ts';
import { randomIds } from '../../src/kernel/ids.ts';
import { VirtualClock } from '../../src/kernel/virtual-clock.ts';
import { createEc2, type Ec2, type TaskInterface } from '../../src/services/ec2/index.ts';
import { Store } from '../../src/store/store.ts';

const scope = { account: '111122223333', region: 'us-east-1', partition: 'aws' };

/** EC2 alone, called as the gateway calls it: input and output are held against AWS's model. */
export class Ec2Bench implements Disposable {
  readonly store: Store;
  readonly clock = new VirtualClock();
  readonly ec2: Ec2;
  readonly called = new Set<string>();
  taskInterfaces: TaskInterface[] = [];
  parameters: Record<string, string> = {};
  defaultRange = '172.31.0.0/16';

  constructor(file?: string) {
    this.store = new Store({ ...(file !== undefined && { file }), onListenerError: () => {} });
    this.ec2 = createEc2({
      store: this.store,
      clock: this.clock,
      ids: randomIds,
      taskInterfaces: { list: () => this.taskInterfaces },
      instanceProfiles: {
        find: ({ account }, name) =>
          name === 'ecsInstanceRole'
            ? { arn: `arn:aws:iam::${account}:instance-profile/${name}`, id: 'AIPAEXAMPLE' }
            : undefined,
      },
      parameters: { value: (_, name) => this.parameters[name] },
      defaultRange: () => this.defaultRange,
    });
  }

  handle(operation: string, input: object, region = scope.region): unknown {
    const { service } = this.ec2;
    const checked = checkInput(ec2Contract, operation, input, service.validationError);
    return service.handle(operation, checked, {
      ...scope,
      region,
      requestId: 'r',
      principalArn: rootArn(scope),
      signal: new AbortController().signal,
    });
  }

  /** A call that must succeed with what AWS's model says that it can answer. */
  call<Name extends Ec2OperationName>(
    operation: Name,
    input: Ec2Operations[Name]['input'],
  ): Ec2Operations[Name]['output'] {
    return this.#checked(operation, this.handle(operation, input));
  }

  /** The same for one that takes its time. */
  async callSlow<Name extends Ec2OperationName>(
    operation: Name,
    input: Ec2Operations[Name]['input'],
  ): Promise<Ec2Operations[Name]['output']> {
    return this.#checked(operation, await this.handle(operation, input));
  }

  #checked<Name extends Ec2OperationName>(operation: Name, output: unknown): Ec2Operations[Name]['output'] {
    const faults = checkOutput(ec2Contract, operation, output).filter((fault) => !isWireWord(fault));
    expect(faults, operation).toEqual([]);
    this.called.add(operation);
    return output as Ec2Operations[Name]['output'];
  }

  /** `Code: text` of the error that a call must end with. */
  fail<Name extends Ec2OperationName>(operation: Name, input: Ec2Operations[Name]['input']): string {
    try {
      this.handle(operation, input);
    } catch (error) {
      if (error instanceof AwsError) return `${error.code}: ${error.message}`;
      throw error;
    }
    throw new Error(`${operation} succeeded`);
  }

  [Symbol.dispose](): void {
    this.store[Symbol.dispose]();
  }
}

/** AWS itself sends these, against its model's enums. */
const isWireWord = (fault: string): boolean =>
  /^Value '(available|pending|nat_gateway|vpc_endpoint)' at /.test(fault);
