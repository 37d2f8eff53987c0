/** Resources of EC2: rows of all kinds, and one of the kind `realm` for each account and region that has any. */
export const ec2Resources = `
CREATE TABLE ec2_resources (
  account TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
  parent TEXT, body TEXT NOT NULL,
  PRIMARY KEY (account, region, kind, id)
) WITHOUT ROWID;
CREATE INDEX ec2_resources_by_parent ON ec2_resources (account, region, kind, parent, id)
  WHERE parent IS NOT NULL;
`;
