export const registry = `
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
`;
