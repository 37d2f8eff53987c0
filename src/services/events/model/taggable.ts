import { parseArn } from '../../../aws/arn.ts';
import type { Tag } from '../../../aws/contract/events.types.gen.ts';
import { malformedResourceArn } from '../errors.ts';
import type { EventsCall } from '../operation.ts';
import { busOf, ruleOf } from './find.ts';
import type { BusRecord, RuleRecord } from './tables.ts';

/** Buses and rules have tags. These throw ResourceNotFoundException where there is no such one. */

export function tagsOf(call: EventsCall, arn: string): readonly Tag[] {
  return resourceOf(call, arn).record.tags;
}

export function setTags(call: EventsCall, arn: string, tags: readonly Tag[]): void {
  const { kind, record } = resourceOf(call, arn);
  if (kind === 'bus') call.tables.buses.put({ ...record, tags });
  else call.tables.rules.put({ ...record, tags });
}

type Resource =
  | { readonly kind: 'bus'; readonly record: BusRecord }
  | { readonly kind: 'rule'; readonly record: RuleRecord };

function resourceOf(call: EventsCall, arn: string): Resource {
  const { service, resource } = parseArn(arn) ?? {};
  const [kind, ...names] = resource?.split('/') ?? [];
  const name = names.at(-1);
  if (service !== 'events' || name === undefined) throw malformedResourceArn(arn);
  if (kind === 'event-bus') return { kind: 'bus', record: busOf(call, names.join('/')) };
  if (kind !== 'rule') throw malformedResourceArn(arn);
  const bus = names.slice(0, -1).join('/');
  return { kind: 'rule', record: ruleOf(call, name, bus === '' ? 'default' : bus) };
}
