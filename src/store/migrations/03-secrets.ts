/** Secrets Manager and the Parameter Store. Values lie in the bodies, sealed. */
export const secrets = `
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
`;
