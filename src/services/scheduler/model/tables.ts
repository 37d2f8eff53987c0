import type {
  ActionAfterCompletion,
  FlexibleTimeWindow,
  ScheduleState,
  Tag,
  Target,
} from '../../../aws/contract/scheduler.types.gen.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';

interface Place {
  readonly account: string;
  readonly region: string;
}

/** Times are milliseconds since the epoch. */
export interface GroupRecord extends Place {
  readonly name: string;
  readonly arn: string;
  readonly tags: readonly Tag[];
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Present while it is being deleted: its schedules are gone, it goes next. */
  readonly deletedAt?: number;
}

export interface ScheduleRecord extends Place {
  readonly group: string;
  readonly name: string;
  readonly arn: string;
  readonly expression: string;
  readonly timezone: string;
  readonly state: ScheduleState;
  readonly description?: string;
  readonly kmsKeyArn?: string;
  readonly start?: number;
  readonly end?: number;
  readonly target: Target;
  readonly window: FlexibleTimeWindow;
  readonly afterCompletion: ActionAfterCompletion;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When its timing was set or enabled: a rate without a start counts from here. */
  readonly since: number;
  /** When it is due next; absent where it is not, or not any more. */
  readonly nextAt?: number;
}

/** One time that a schedule was due, until its target has been invoked or it has been given up. */
export interface Invocation {
  /** Sixteen hexadecimal digits: what AWS calls the execution id. */
  readonly id: string;
  /** ARN. */
  readonly schedule: string;
  readonly scope: Place & { readonly partition: string };
  readonly group: string;
  readonly name: string;
  readonly target: Target;
  readonly scheduledAt: number;
  /** When the first attempt was to be made: within the flexible window, where there is one. */
  readonly since: number;
  /** Attempts that have failed. */
  readonly attempts: number;
  /** Not before. */
  readonly dueAt: number;
  /** Present where it is given up and on its way to the dead-letter queue: the message's attributes. */
  readonly deadLetter?: Readonly<Record<string, string>>;
}

/** A request by its ClientToken: made again, it is answered again. */
export interface TokenRecord extends Place {
  readonly token: string;
  readonly expiresAt: number;
  readonly request: string;
  readonly output: unknown;
}

export interface SchedulerTables {
  readonly groups: Table<GroupRecord>;
  readonly schedules: Table<ScheduleRecord>;
  readonly invocations: Table<Invocation>;
  readonly tokens: Table<TokenRecord>;
}

const groups: TableSpec<GroupRecord> = {
  name: 'schedule_groups',
  key: ['account', 'region', 'name'],
  columns: ({ account, region, name, deletedAt }) => ({
    account,
    region,
    name,
    deleted_at: deletedAt ?? null,
  }),
};

const schedules: TableSpec<ScheduleRecord> = {
  name: 'schedules',
  key: ['account', 'region', 'group_name', 'name'],
  columns: ({ account, region, group, name, state, nextAt }) => ({
    account,
    region,
    group_name: group,
    name,
    state,
    next_at: nextAt ?? null,
  }),
};

const invocations: TableSpec<Invocation> = {
  name: 'schedule_invocations',
  key: ['id'],
  columns: ({ id, schedule, dueAt }) => ({ id, schedule, due_at: dueAt }),
};

const tokens: TableSpec<TokenRecord> = {
  name: 'schedule_tokens',
  key: ['account', 'region', 'token'],
  columns: ({ account, region, token, expiresAt }) => ({ account, region, token, expires_at: expiresAt }),
};

export function schedulerTables(store: Store): SchedulerTables {
  return {
    groups: store.table(groups),
    schedules: store.table(schedules),
    invocations: store.table(invocations),
    tokens: store.table(tokens),
  };
}
