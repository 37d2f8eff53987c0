import { controlPlane } from './01-control-plane.ts';
import { eventBridge } from './02-eventbridge.ts';
import { secrets } from './03-secrets.ts';
import { registry } from './04-registry.ts';
import { logs } from './05-logs.ts';
import { accessAndObjects } from './06-access-and-objects.ts';
import { schedulesAndArchives } from './07-schedules-and-archives.ts';
import { keysAndRotation } from './08-keys-and-rotation.ts';
import { vpcNetworks } from './09-vpc-networks.ts';
import { ec2Resources } from './10-ec2-resources.ts';
import { objectVersions } from './11-object-versions.ts';

/**
 * The database's history. Entry N brings a database from version N to N + 1; entries are only ever added, each
 * in a file of its own. Every table has the columns that are looked up and one `body` of JSON, save for
 * `log_events`, which is only appended to and has no JSON to parse; see `line-log.ts`.
 */
export const migrations: readonly string[] = [
  controlPlane,
  eventBridge,
  secrets,
  registry,
  logs,
  accessAndObjects,
  schedulesAndArchives,
  keysAndRotation,
  vpcNetworks,
  ec2Resources,
  objectVersions,
];
