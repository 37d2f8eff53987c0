import type { RequestContext } from './service.ts';

/**
 * One typed handler per operation of a generated `…Operations` interface, for those that Longshore has.
 * `Call` is what a service hands its handlers beside the input.
 */
export type Handlers<Operations, Call = RequestContext> = {
  readonly [Name in keyof Operations]?: Operations[Name] extends { input: infer Input; output: infer Output }
    ? (input: Input, call: Call) => Output | Promise<Output>
    : never;
};

/** A handler as the untyped port sees it: `parseInput` has proved that the input fits. */
export type Handler<Call> = (input: unknown, call: Call) => unknown;

/** Looks up typed handlers by the name that came over the wire; `undefined` for what there is not. */
export function handlersByName<Operations, Call = RequestContext>(
  handlers: Handlers<Operations, Call>,
): (operation: string) => Handler<Call> | undefined {
  const byName = new Map<string, unknown>(Object.entries(handlers));
  return (operation) => {
    const handler = byName.get(operation);
    if (typeof handler !== 'function') return undefined;
    return (input, call): unknown => handler(input, call);
  };
}
