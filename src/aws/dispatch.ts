import type { AwsError } from './aws-error.ts';
import type { RequestContext, Service } from './service.ts';

/**
 * One typed handler per operation of a generated `…Operations` interface. An operation without a handler
 * is one that Longshore does not have.
 */
export type Handlers<Operations> = {
  readonly [Name in keyof Operations]?: Operations[Name] extends { input: infer Input; output: infer Output }
    ? (input: Input, context: RequestContext) => Output | Promise<Output>
    : never;
};

/**
 * Joins typed handlers to the untyped port: `handle: dispatch<EcsOperations>(handlers, notImplemented)`.
 * The one step from checked data to its type is taken here; `parseInput` has proved it.
 */
export function dispatch<Operations>(
  handlers: Handlers<Operations>,
  notImplemented: (operation: string) => AwsError,
): Service['handle'] {
  const byName = new Map(Object.entries(handlers));
  return (operation, input, context) => {
    const handler = byName.get(operation);
    if (typeof handler !== 'function') throw notImplemented(operation);
    const output: unknown = handler(input, context);
    return output;
  };
}
