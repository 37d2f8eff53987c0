import type { LogGroupClass } from '../../../aws/contract/logs.types.gen.ts';
import type { LineLog } from '../../../store/line-log.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';

/** Times are milliseconds since the epoch. */
export interface GroupRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Of its events; a new group of the same name has another. */
  readonly id: number;
  readonly createdAt: number;
  readonly logGroupClass: LogGroupClass;
  /** Absent: events never expire. */
  readonly retentionInDays?: number;
  readonly deletionProtection: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Bytes of its events' messages. */
  readonly storedBytes: number;
}

export interface StreamRecord {
  readonly groupId: number;
  readonly name: string;
  readonly id: number;
  readonly createdAt: number;
  readonly firstEventAt?: number;
  readonly lastEventAt?: number;
  readonly lastIngestionAt?: number;
}

/** A group or stream that was deleted and whose events are still to be removed; stream 0: the whole group. */
export interface RemovalRecord {
  readonly groupId: number;
  readonly streamId: number;
}

export interface LogsTables {
  readonly groups: Table<GroupRecord>;
  readonly streams: Table<StreamRecord>;
  readonly removals: Table<RemovalRecord>;
  readonly events: LineLog;
}

const groups: TableSpec<GroupRecord> = {
  name: 'log_groups',
  key: ['account', 'region', 'name'],
  columns: ({ account, region, name, id, retentionInDays }) => ({
    account,
    region,
    name,
    id,
    retention: retentionInDays ?? null,
  }),
};

const streams: TableSpec<StreamRecord> = {
  name: 'log_streams',
  key: ['group_id', 'name'],
  columns: ({ groupId, name, id, lastEventAt }) => ({
    group_id: groupId,
    name,
    id,
    last_event: lastEventAt ?? 0,
  }),
};

const removals: TableSpec<RemovalRecord> = {
  name: 'log_removals',
  key: ['group_id', 'stream_id'],
  columns: ({ groupId, streamId }) => ({ group_id: groupId, stream_id: streamId }),
};

export function logsTables(store: Store): LogsTables {
  return {
    groups: store.table(groups),
    streams: store.table(streams),
    removals: store.table(removals),
    events: store.lineLog(),
  };
}
