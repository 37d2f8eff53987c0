import type { EcsOperationName, EcsOperations } from '../../aws/contract/ecs.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { EcsTables } from './model/tables.ts';
import type { TaskNetworks } from './model/tasks/subnets.ts';

/** All that an operation works with: who asks, what is stored, the time, and new names. */
export interface EcsCall extends RequestContext {
  readonly tables: EcsTables;
  /** Milliseconds since the epoch; the same throughout one call. */
  readonly now: number;
  readonly ids: Ids;
  /** The id of this installation, from which the ARN of its container instance follows. */
  readonly installation: string;
  /** Whether ECS may take on a role for a task; absent where no policies are enforced. */
  readonly mayAssume?: MayAssume;
  /** What there is of networks that tasks may join. */
  readonly networks: TaskNetworks;
}

/** Whether a role trusts ECS's tasks, for something of ECS in an account. */
export type MayAssume = (roleArn: string, use: { readonly arn: string; readonly account: string }) => boolean;

/**
 * One operation. Synchronous, and run in one transaction: it is done whole or not at all. It writes
 * what is wanted; the agent and the scheduler follow the change feed.
 */
export type EcsOperation<Name extends EcsOperationName> = (
  input: EcsOperations[Name]['input'],
  call: EcsCall,
) => EcsOperations[Name]['output'];

export type EcsOperationTable = { readonly [Name in EcsOperationName]?: EcsOperation<Name> };

/** Epoch milliseconds, as Longshore keeps time, to the epoch seconds that AWS answers. */
export const seconds = (ms: number): number => ms / 1000;
