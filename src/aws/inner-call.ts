import { partitionOf } from './arn.ts';
import type { RequestContext } from './service.ts';

/** The context of a call that Longshore itself makes for somebody, without the wire. */
export function innerCall(caller: Omit<RequestContext, 'partition'>): RequestContext {
  return { ...caller, partition: partitionOf(caller.region) };
}
