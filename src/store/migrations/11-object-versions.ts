export const objectVersions = `
-- Versions of objects that are not the current ones, and delete markers; the newest of a key first.
CREATE TABLE s3_versions (
  bucket TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (bucket, key, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX s3_versions_by_id ON s3_versions (bucket, key, id);
`;
