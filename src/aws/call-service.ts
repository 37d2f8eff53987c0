import type { Ids } from '../kernel/ids.ts';
import { type ArnScope, rootArn } from './arn.ts';
import type { Service } from './service.ts';
import { parseInput } from './validate.ts';

export interface InnerCall {
  readonly operation: string;
  readonly input: unknown;
  /** Account and region in which it is made, by the account's root. */
  readonly scope: ArnScope;
  readonly signal: AbortSignal;
}

/** A call that one service makes of another, checked as if it had come over the wire. Throws AwsError. */
export async function callService(service: Service, ids: Ids, call: InnerCall): Promise<unknown> {
  const { operation, input, scope, signal } = call;
  const { partition, region, account } = scope;
  const parsed = parseInput(service.contract, operation, JSON.stringify(input), service.validationError);
  const principalArn = rootArn(scope);
  const context = { requestId: ids.uuid(), account, region, partition, principalArn, signal };
  return service.handle(operation, parsed, context);
}
