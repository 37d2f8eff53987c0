export const accessAndObjects = `
CREATE TABLE sts_sessions (
  access_key_id TEXT PRIMARY KEY, task TEXT, expires_at INTEGER NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sts_sessions_by_task ON sts_sessions (task) WHERE task IS NOT NULL;
CREATE INDEX sts_sessions_by_end ON sts_sessions (expires_at);

CREATE TABLE iam_entities (
  account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (account, kind, id)
) WITHOUT ROWID;

CREATE TABLE s3_buckets (
  name TEXT PRIMARY KEY, account TEXT NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX s3_buckets_by_account ON s3_buckets (account, name);

CREATE TABLE s3_objects (
  bucket TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (bucket, key)
) WITHOUT ROWID;

CREATE TABLE s3_uploads (
  bucket TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (bucket, key, id)
) WITHOUT ROWID;

CREATE TABLE s3_parts (
  upload TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (upload, number)
) WITHOUT ROWID;
`;
