/**
 * The database's history. Entry N brings a database from version N to N + 1; entries are only ever
 * added. Every table has the columns that are looked up and one `body` of JSON, save for `log_events`, which
 * is only appended to and has no JSON to parse; see `line-log.ts`.
 */
export const migrations: readonly string[] = [
  `
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
  `,
  `
  CREATE TABLE events (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);

  CREATE TABLE event_buses (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;

  CREATE TABLE event_rules (
    account TEXT NOT NULL, region TEXT NOT NULL, bus TEXT NOT NULL, name TEXT NOT NULL,
    scheduled INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, bus, name)
  );
  CREATE INDEX event_rules_scheduled ON event_rules (account, region, bus, name) WHERE scheduled = 1;

  CREATE TABLE event_deliveries (seq INTEGER PRIMARY KEY, lane TEXT NOT NULL, body TEXT NOT NULL);
  CREATE INDEX event_deliveries_by_lane ON event_deliveries (lane, seq);

  CREATE TABLE event_connections (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;

  CREATE TABLE event_api_destinations (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
  `,
  // Secrets Manager and the Parameter Store. Values lie in the bodies, sealed.
  `
  CREATE TABLE secrets (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
    arn TEXT NOT NULL UNIQUE, deletion_at INTEGER, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
  CREATE INDEX secrets_to_delete ON secrets (deletion_at) WHERE deletion_at IS NOT NULL;

  CREATE TABLE secret_versions (
    secret_arn TEXT NOT NULL, version_id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (secret_arn, version_id)
  ) WITHOUT ROWID;

  CREATE TABLE parameters (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;

  CREATE TABLE parameter_versions (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, region, name, version)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE ecr_registries (
    account TEXT NOT NULL, region TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region)
  ) WITHOUT ROWID;

  CREATE TABLE ecr_templates (
    account TEXT NOT NULL, region TEXT NOT NULL, prefix TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, prefix)
  ) WITHOUT ROWID;

  CREATE TABLE ecr_repositories (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
  CREATE INDEX ecr_repositories_by_name ON ecr_repositories (name);

  CREATE TABLE ecr_images (
    account TEXT NOT NULL, region TEXT NOT NULL, repository TEXT NOT NULL, digest TEXT NOT NULL,
    subject TEXT, body TEXT NOT NULL,
    PRIMARY KEY (account, region, repository, digest)
  );
  CREATE INDEX ecr_images_by_subject ON ecr_images (account, region, repository, subject, digest)
    WHERE subject IS NOT NULL;

  CREATE TABLE ecr_tags (
    account TEXT NOT NULL, region TEXT NOT NULL, repository TEXT NOT NULL, tag TEXT NOT NULL,
    digest TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, repository, tag)
  ) WITHOUT ROWID;
  CREATE INDEX ecr_tags_by_digest ON ecr_tags (account, region, repository, digest, tag);

  CREATE TABLE ecr_layers (
    account TEXT NOT NULL, region TEXT NOT NULL, repository TEXT NOT NULL, digest TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, region, repository, digest)
  ) WITHOUT ROWID;
  CREATE INDEX ecr_layers_by_digest ON ecr_layers (digest);

  CREATE TABLE ecr_uploads (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, repository TEXT NOT NULL,
    touched_at INTEGER NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX ecr_uploads_by_repository ON ecr_uploads (account, region, repository);
  CREATE INDEX ecr_uploads_by_time ON ecr_uploads (touched_at);
  `,
  `
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
  `,
  `
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
  `,
  // EventBridge Scheduler; archives of EventBridge. What falls due is looked up by time.
  `
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
  `,
  // Keys of KMS; when secrets are rotated, and in which order they are listed.
  `
  ALTER TABLE secrets ADD COLUMN rotation_at INTEGER;
  ALTER TABLE secrets ADD COLUMN created_at INTEGER;
  UPDATE secrets SET created_at = json_extract(body, '$.createdAt');
  CREATE INDEX secrets_by_creation ON secrets (account, region, created_at, name);
  CREATE INDEX secrets_by_rotation ON secrets (rotation_at) WHERE rotation_at IS NOT NULL;

  CREATE TABLE kms_keys (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
    deletion_at INTEGER, rotation_at INTEGER, body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX kms_keys_by_place ON kms_keys (account, region, id);
  CREATE INDEX kms_keys_by_deletion ON kms_keys (deletion_at) WHERE deletion_at IS NOT NULL;
  CREATE INDEX kms_keys_by_rotation ON kms_keys (rotation_at) WHERE rotation_at IS NOT NULL;

  CREATE TABLE kms_materials (
    key_id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (key_id, version)
  ) WITHOUT ROWID;

  CREATE TABLE kms_aliases (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, key_id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
  CREATE INDEX kms_aliases_by_key ON kms_aliases (key_id);

  CREATE TABLE kms_grants (
    key_id TEXT NOT NULL, id TEXT NOT NULL, token TEXT NOT NULL, account TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (key_id, id)
  ) WITHOUT ROWID;
  CREATE INDEX kms_grants_by_token ON kms_grants (token);
  CREATE INDEX kms_grants_by_account ON kms_grants (account);
  `,
  // The engine's networks that stand for VPCs.
  `
  CREATE TABLE vpc_networks (vpc_id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  `,
  // Resources of EC2: rows of all kinds, and one of the kind `realm` for each account and region that has any.
  `
  CREATE TABLE ec2_resources (
    account TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    parent TEXT, body TEXT NOT NULL,
    PRIMARY KEY (account, region, kind, id)
  ) WITHOUT ROWID;
  CREATE INDEX ec2_resources_by_parent ON ec2_resources (account, region, kind, parent, id)
    WHERE parent IS NOT NULL;
  `,
  `
  -- Versions of objects that are not the current ones, and delete markers; the newest of a key first.
  CREATE TABLE s3_versions (
    bucket TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (bucket, key, position)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX s3_versions_by_id ON s3_versions (bucket, key, id);
  `,
];
