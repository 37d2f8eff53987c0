export const logs = `
CREATE TABLE log_groups (
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL,
  retention INTEGER, body TEXT NOT NULL,
  PRIMARY KEY (account, region, name)
) WITHOUT ROWID;
CREATE INDEX log_groups_by_retention ON log_groups (retention) WHERE retention IS NOT NULL;

CREATE TABLE log_streams (
  group_id INTEGER NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL, last_event INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (group_id, name)
) WITHOUT ROWID;
CREATE INDEX log_streams_by_last_event ON log_streams (group_id, last_event, name);

CREATE TABLE log_events (
  group_id INTEGER NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL,
  stream_id INTEGER NOT NULL, ingested_at INTEGER NOT NULL, message TEXT NOT NULL,
  PRIMARY KEY (group_id, at, seq)
) WITHOUT ROWID;
CREATE INDEX log_events_by_stream ON log_events (stream_id, at, seq);

CREATE TABLE log_removals (
  group_id INTEGER NOT NULL, stream_id INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (group_id, stream_id)
) WITHOUT ROWID;

CREATE TABLE shipped_output (
  runtime_id TEXT PRIMARY KEY, task_arn TEXT NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX shipped_output_by_task ON shipped_output (task_arn);
`;
