/** EventBridge Scheduler; archives of EventBridge. What falls due is looked up by time. */
export const schedulesAndArchives = `
CREATE TABLE schedule_groups (
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, deleted_at INTEGER, body TEXT NOT NULL,
  PRIMARY KEY (account, region, name)
) WITHOUT ROWID;
CREATE INDEX schedule_groups_to_delete ON schedule_groups (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE schedules (
  account TEXT NOT NULL, region TEXT NOT NULL, group_name TEXT NOT NULL, name TEXT NOT NULL,
  state TEXT NOT NULL, next_at INTEGER, body TEXT NOT NULL,
  PRIMARY KEY (account, region, group_name, name)
) WITHOUT ROWID;
CREATE INDEX schedules_by_time ON schedules (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE schedule_invocations (
  id TEXT PRIMARY KEY, schedule TEXT NOT NULL, due_at INTEGER NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX schedule_invocations_by_time ON schedule_invocations (due_at, id);
CREATE INDEX schedule_invocations_by_schedule ON schedule_invocations (schedule);

CREATE TABLE schedule_tokens (
  account TEXT NOT NULL, region TEXT NOT NULL, token TEXT NOT NULL, expires_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, region, token)
) WITHOUT ROWID;
CREATE INDEX schedule_tokens_by_end ON schedule_tokens (expires_at);

CREATE TABLE event_archives (
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (account, region, name)
) WITHOUT ROWID;

CREATE TABLE archived_events (
  archive TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (archive, at, seq)
) WITHOUT ROWID;

CREATE TABLE archive_removals (archive TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE event_replays (
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, unfinished INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, region, name)
) WITHOUT ROWID;
CREATE INDEX event_replays_unfinished ON event_replays (account, region, name) WHERE unfinished = 1;
`;
