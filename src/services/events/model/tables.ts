import type {
  ApiDestinationHttpMethod,
  ConnectionAuthorizationType,
  DeadLetterConfig,
  LogConfig,
  ReplayDestination,
  ReplayState,
  RuleState,
  Tag,
  Target,
} from '../../../aws/contract/events.types.gen.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';
import type { EventDocument } from './event.ts';

/** Where a bus is: its rules and events carry the same three. */
export interface BusPlace {
  readonly account: string;
  readonly region: string;
  readonly bus: string;
}

/** One event as a bus took it: what is to be told of it is told from here, also after a crash. */
export interface LoggedEvent extends BusPlace {
  /** Grows with each event of the installation. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly ingestedAt: number;
  readonly event: EventDocument;
  /** It came from another bus, and is not sent on to a third. */
  readonly forwarded?: true;
  /** ARN of the one rule that it is for: that rule's schedule made it. */
  readonly onlyRule?: string;
  /** ARNs of the rules that it may be for, where it matches: a replay sends it to these. */
  readonly onlyRules?: readonly string[];
}

/** Times are milliseconds since the epoch. */
export interface BusRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly kmsKeyIdentifier?: string;
  readonly deadLetterConfig?: DeadLetterConfig;
  readonly logConfig?: LogConfig;
  /** JSON, as it is told. */
  readonly policy?: string;
  readonly tags: readonly Tag[];
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface RuleRecord extends BusPlace {
  readonly name: string;
  readonly arn: string;
  readonly eventPattern?: string;
  readonly scheduleExpression?: string;
  readonly state: RuleState;
  readonly description?: string;
  readonly roleArn?: string;
  readonly createdBy: string;
  readonly tags: readonly Tag[];
  readonly targets: readonly Target[];
  /** When its schedule was set or enabled: a rate counts from here. */
  readonly scheduledSince: number;
}

/** An event on its way to one target of one rule. */
export interface Delivery {
  readonly seq: number;
  /** Rule and target: what has the same is delivered in order. */
  readonly lane: string;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly target: Target;
  readonly event: EventDocument;
  /** What the target gets. */
  readonly input: string;
  readonly ingestedAt: number;
  readonly forwarded?: true;
  readonly attempts: number;
  /** Not before. */
  readonly dueAt: number;
  /** Present where this is the dead letter of another delivery: the attributes of its message. */
  readonly deadLetter?: Readonly<Record<string, string>>;
}

export interface ConnectionRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly secretArn: string;
  readonly description?: string;
  readonly kmsKeyIdentifier?: string;
  readonly state: 'AUTHORIZED' | 'DEAUTHORIZED';
  readonly authorizationType: ConnectionAuthorizationType;
  /** What it signs in with; see `connection-secrets.ts`. */
  readonly sealed: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly authorizedAt?: number;
}

export interface ApiDestinationRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly connectionArn: string;
  readonly endpoint: string;
  readonly method: ApiDestinationHttpMethod;
  readonly perSecond: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface ArchiveRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  /** Names its events: another archive of the same name has none of them. */
  readonly id: string;
  /** The bus whose events it gets. */
  readonly bus: string;
  readonly sourceArn: string;
  readonly description?: string;
  readonly eventPattern?: string;
  readonly kmsKeyIdentifier?: string;
  /** 0 for ever. */
  readonly retentionDays: number;
  readonly count: number;
  readonly bytes: number;
  readonly createdAt: number;
}

export interface ArchivedEvent {
  readonly account: string;
  readonly region: string;
  /** Id of the archive. */
  readonly archive: string;
  /** The event's time. */
  readonly at: number;
  readonly seq: number;
  readonly bytes: number;
  readonly event: EventDocument;
}

/** An archive that was deleted, whose events are still to be removed. */
export interface ArchiveRemoval {
  readonly account: string;
  readonly region: string;
  readonly archive: string;
}

export interface ReplayRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly state: ReplayState;
  readonly reason?: string;
  readonly archive: string;
  readonly archiveName: string;
  readonly sourceArn: string;
  readonly destination: ReplayDestination;
  readonly bus: string;
  /** ARNs of the rules that get the events; absent: all. */
  readonly rules?: readonly string[];
  /** Times of events from `start` on and before `end`. */
  readonly start: number;
  readonly end: number;
  /** Time and number of the last event that was sent. */
  readonly position?: readonly [at: number, seq: number];
  readonly startedAt: number;
  readonly endedAt?: number;
}

export const isUnfinished = ({ state }: Pick<ReplayRecord, 'state'>): boolean =>
  state === 'STARTING' || state === 'RUNNING' || state === 'CANCELLING';

export interface EventsTables {
  readonly events: Table<LoggedEvent>;
  readonly buses: Table<BusRecord>;
  readonly rules: Table<RuleRecord>;
  readonly deliveries: Table<Delivery>;
  readonly connections: Table<ConnectionRecord>;
  readonly apiDestinations: Table<ApiDestinationRecord>;
  readonly archives: Table<ArchiveRecord>;
  readonly archivedEvents: Table<ArchivedEvent>;
  readonly archiveRemovals: Table<ArchiveRemoval>;
  readonly replays: Table<ReplayRecord>;
}

interface Named {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

const named = <Row extends Named>(name: string): TableSpec<Row> => ({
  name,
  key: ['account', 'region', 'name'],
  columns: (row) => ({ account: row.account, region: row.region, name: row.name }),
});

const events: TableSpec<LoggedEvent> = {
  name: 'events',
  key: ['seq'],
  columns: ({ seq }) => ({ seq }),
};

const rules: TableSpec<RuleRecord> = {
  name: 'event_rules',
  key: ['account', 'region', 'bus', 'name'],
  columns: ({ account, region, bus, name, scheduleExpression }) => ({
    account,
    region,
    bus,
    name,
    scheduled: scheduleExpression === undefined ? 0 : 1,
  }),
};

const deliveries: TableSpec<Delivery> = {
  name: 'event_deliveries',
  key: ['seq'],
  columns: ({ seq, lane }) => ({ seq, lane }),
};

const archivedEvents: TableSpec<ArchivedEvent> = {
  name: 'archived_events',
  key: ['archive', 'at', 'seq'],
  columns: ({ archive, at, seq }) => ({ archive, at, seq }),
};

const archiveRemovals: TableSpec<ArchiveRemoval> = {
  name: 'archive_removals',
  key: ['archive'],
  columns: ({ archive }) => ({ archive }),
};

const replays: TableSpec<ReplayRecord> = {
  name: 'event_replays',
  key: ['account', 'region', 'name'],
  columns: (row) => ({
    account: row.account,
    region: row.region,
    name: row.name,
    unfinished: isUnfinished(row) ? 1 : 0,
  }),
};

export function eventsTables(store: Store): EventsTables {
  return {
    events: store.table(events),
    buses: store.table(named<BusRecord>('event_buses')),
    rules: store.table(rules),
    deliveries: store.table(deliveries),
    connections: store.table(named<ConnectionRecord>('event_connections')),
    apiDestinations: store.table(named<ApiDestinationRecord>('event_api_destinations')),
    archives: store.table(named<ArchiveRecord>('event_archives')),
    archivedEvents: store.table(archivedEvents),
    archiveRemovals: store.table(archiveRemovals),
    replays: store.table(replays),
  };
}
