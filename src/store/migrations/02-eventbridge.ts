export const eventBridge = `
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
`;
