/** The engine's networks that stand for VPCs. */
export const vpcNetworks = `
CREATE TABLE vpc_networks (vpc_id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
`;
