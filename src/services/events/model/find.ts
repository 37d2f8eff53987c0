import type { Tag } from '../../../aws/contract/events.types.gen.ts';
import { busNotFound, ruleNotFound, tooManyTags } from '../errors.ts';
import type { EventsCall } from '../operation.ts';
import { busArn } from './arns.ts';
import type { BusRecord, RuleRecord } from './tables.ts';

/** The name in what may be a bus's name or its ARN. */
export function busNameOf(reference = 'default'): string {
  const at = reference.indexOf(':event-bus/');
  return at < 0 ? reference : reference.slice(at + ':event-bus/'.length);
}

/** Throws ResourceNotFoundException. */
export function busOf(call: EventsCall, reference?: string): BusRecord {
  const name = busNameOf(reference);
  const found = findBus(call, name);
  if (found === undefined) throw busNotFound(name);
  return found;
}

/** Every account has its default bus from the beginning; it is written down when something is set on it. */
export function findBus(call: EventsCall, name: string): BusRecord | undefined {
  const { account, region } = call;
  const found = call.tables.buses.get(account, region, name);
  if (found !== undefined || name !== 'default') return found;
  const arn = busArn(call, name);
  return { account, region, name, arn, tags: [], createdAt: 0, modifiedAt: 0 };
}

/** Throws ResourceNotFoundException for the bus, then for the rule. */
export function ruleOf(call: EventsCall, name: string, busReference?: string): RuleRecord {
  const bus = busOf(call, busReference);
  const rule = call.tables.rules.get(call.account, call.region, bus.name, name);
  if (rule === undefined) throw ruleNotFound(name, bus.name);
  return rule;
}

/** Tags of both, those of `added` where both have the key. */
export function mergeTags(tags: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const merged = [...new Map([...tags, ...added].map((tag) => [tag.Key, tag])).values()];
  if (merged.length > 50) throw tooManyTags();
  return merged;
}
