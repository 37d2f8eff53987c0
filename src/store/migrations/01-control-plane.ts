export const controlPlane = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE clusters (
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
  status TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (account, region, name)
) WITHOUT ROWID;

CREATE TABLE task_definition_families (
  account TEXT NOT NULL, region TEXT NOT NULL, family TEXT NOT NULL,
  status TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (account, region, family)
) WITHOUT ROWID;
CREATE INDEX task_definition_families_by_status ON task_definition_families (account, region, status, family);

CREATE TABLE task_definitions (
  account TEXT NOT NULL, region TEXT NOT NULL, family TEXT NOT NULL, revision INTEGER NOT NULL,
  status TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (account, region, family, revision)
);
CREATE INDEX task_definitions_by_status ON task_definitions (account, region, status, family, revision);

CREATE TABLE tasks (
  arn TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL,
  desired_status TEXT NOT NULL, last_status TEXT NOT NULL, family TEXT NOT NULL, revision INTEGER NOT NULL,
  launch_type TEXT NOT NULL, started_by TEXT, task_group TEXT NOT NULL, container_instance TEXT,
  created_at INTEGER NOT NULL, stopped_at INTEGER, cleaned_at INTEGER,
  body TEXT NOT NULL
);
CREATE INDEX tasks_by_cluster ON tasks (account, region, cluster, desired_status, arn);
CREATE INDEX tasks_by_status ON tasks (account, region, cluster, last_status, launch_type);
CREATE INDEX tasks_by_starter ON tasks (account, region, cluster, started_by, desired_status, arn)
  WHERE started_by IS NOT NULL;
CREATE INDEX tasks_by_definition ON tasks (account, region, family, revision);
CREATE INDEX tasks_unfinished ON tasks (arn) WHERE cleaned_at IS NULL;
CREATE INDEX tasks_by_end ON tasks (stopped_at) WHERE stopped_at IS NOT NULL;

CREATE TABLE tags (
  resource_arn TEXT PRIMARY KEY, body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE idempotency_tokens (
  scope TEXT NOT NULL, token TEXT NOT NULL, expires_at INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (scope, token)
) WITHOUT ROWID;
CREATE INDEX idempotency_tokens_by_end ON idempotency_tokens (expires_at);
`;
