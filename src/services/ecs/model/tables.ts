import type { Cluster, Tag, TaskDefinition } from '../../../aws/contract/ecs.types.gen.ts';
import { type TaskRecord, tasksTable } from '../../../agent/model/task-record.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';

/** A cluster as DescribeClusters tells it with everything included, without what is counted. */
export interface ClusterRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly cluster: Cluster;
}

/** One per family that was ever registered: its numbers are never given out twice. */
export interface FamilyRecord {
  readonly account: string;
  readonly region: string;
  readonly family: string;
  readonly lastRevision: number;
  /** ACTIVE while any revision is; INACTIVE while any other is left; EMPTY when all are deleted. */
  readonly status: 'ACTIVE' | 'INACTIVE' | 'EMPTY';
}

/** One revision, as it is echoed. */
export interface TaskDefinitionRecord {
  readonly account: string;
  readonly region: string;
  readonly family: string;
  readonly revision: number;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  readonly definition: TaskDefinition;
}

export interface TagsRecord {
  readonly resourceArn: string;
  readonly tags: readonly Tag[];
}

/** What a client token stood for: asked again with the same request, the same tasks are the answer. */
export interface TokenRecord {
  /** Operation and cluster ARN. */
  readonly scope: string;
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Digest of the request without the token. */
  readonly fingerprint: string;
  readonly taskArns: readonly string[];
}

export interface EcsTables {
  readonly clusters: Table<ClusterRecord>;
  readonly families: Table<FamilyRecord>;
  readonly taskDefinitions: Table<TaskDefinitionRecord>;
  readonly tasks: Table<TaskRecord>;
  readonly tags: Table<TagsRecord>;
  readonly tokens: Table<TokenRecord>;
}

const clusters: TableSpec<ClusterRecord> = {
  name: 'clusters',
  key: ['account', 'region', 'name'],
  columns: ({ account, region, name, status }) => ({ account, region, name, status }),
};

const families: TableSpec<FamilyRecord> = {
  name: 'task_definition_families',
  key: ['account', 'region', 'family'],
  columns: ({ account, region, family, status }) => ({ account, region, family, status }),
};

const taskDefinitions: TableSpec<TaskDefinitionRecord> = {
  name: 'task_definitions',
  key: ['account', 'region', 'family', 'revision'],
  columns: ({ account, region, family, revision, status }) => ({ account, region, family, revision, status }),
};

const tags: TableSpec<TagsRecord> = {
  name: 'tags',
  key: ['resource_arn'],
  columns: ({ resourceArn }) => ({ resource_arn: resourceArn }),
};

const tokens: TableSpec<TokenRecord> = {
  name: 'idempotency_tokens',
  key: ['scope', 'token'],
  columns: ({ scope, token, expiresAt }) => ({ scope, token, expires_at: expiresAt }),
};

export function ecsTables(store: Store): EcsTables {
  return {
    clusters: store.table(clusters),
    families: store.table(families),
    taskDefinitions: store.table(taskDefinitions),
    tasks: store.table(tasksTable),
    tags: store.table(tags),
    tokens: store.table(tokens),
  };
}
