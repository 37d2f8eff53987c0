/** Keys of KMS; when secrets are rotated, and in which order they are listed. */
export const keysAndRotation = `
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
`;
