import type { LogDestination, LogGroupAddress, LogSink, OutputEvent } from '../../agent/logs/log-sink.ts';
import { partitionOf } from '../../aws/arn.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { EventPosition } from '../../store/line-log.ts';
import type { Store } from '../../store/store.ts';
import { appendEvents } from './model/append.ts';
import { findGroup, groupNamed, makeGroup } from './model/groups.ts';
import { visibleFrom } from './model/retention.ts';
import { findStream, makeStream, streamNamed } from './model/streams.ts';
import { logsTables } from './model/tables.ts';
import type { LogsScope } from './operation.ts';

export interface LogSinkParts {
  readonly store: Store;
  readonly clock: Clock;
}

/** So many events are read at once: other calls get their turn in between. */
const pageSize = 1000;

/** Where the agent brings the output of containers: the groups that clients see. */
export function logSink({ store, clock }: LogSinkParts): LogSink {
  const tables = logsTables(store);
  const scopeOf = ({ account, region }: LogGroupAddress): LogsScope => {
    const partition = partitionOf(region);
    return { account, region, partition, tables, now: clock.now() };
  };
  const page = (to: LogDestination, from: number, after: EventPosition | undefined): Page => {
    const scope = scopeOf(to);
    const group = findGroup(scope, to.group);
    const stream = group === undefined ? undefined : findStream(scope, group, to.stream);
    if (group === undefined || stream === undefined) return [];
    const start = visibleFrom(scope, group, from);
    return [...tables.events.read({ of: { stream: stream.id }, from: start, after, limit: pageSize })];
  };
  return {
    async openGroup(address, createGroup) {
      const scope = scopeOf(address);
      if (!createGroup) return void groupNamed(scope, address.group);
      store.transaction(
        () => findGroup(scope, address.group) ?? makeGroup(scope, { logGroupName: address.group }),
      );
    },
    async openStream(to) {
      const scope = scopeOf(to);
      store.transaction(() => {
        const group = groupNamed(scope, to.group);
        return findStream(scope, group, to.stream) ?? makeStream(scope, group, to.stream);
      });
    },
    write(to, events, accepted) {
      const scope = scopeOf(to);
      store.transaction(() => {
        const group = groupNamed(scope, to.group);
        appendEvents(scope, group, streamNamed(scope, group, to.stream), events);
        accepted();
      });
    },
    async *read(to, from, signal) {
      let last: EventPosition | undefined;
      while (!signal.aborted) {
        const events = page(to, from, last);
        yield* events;
        if (events.length < pageSize) return;
        last = events.at(-1);
      }
    },
  };
}

type Page = readonly (OutputEvent & EventPosition)[];
