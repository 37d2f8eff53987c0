import type { Ec2Operations } from '../../../aws/contract/ec2.types.gen.ts';
import type { Handlers } from '../../../aws/dispatch.ts';
import type { Ec2Call } from '../operation.ts';
import { createKeyPair } from './create-key-pair.ts';

/** What an operation works with that first does something for which nobody else should wait. */
export interface SlowCall extends Ec2Call {
  /** Runs `work` in one transaction. */
  commit<Result>(work: () => Result): Result;
}

export const slowOperations: Handlers<Ec2Operations, SlowCall> = { CreateKeyPair: createKeyPair };
