import { notSupported } from '../errors.ts';
import type { EcrOperation } from '../operation.ts';

/** Without rules it says what is so; with rules it would promise what is not done. */
export const putReplicationConfiguration: EcrOperation<'PutReplicationConfiguration'> = (input) => {
  const { replicationConfiguration } = input;
  if (replicationConfiguration.rules.length > 0) throw notSupported('Replication to other registries');
  return { replicationConfiguration };
};
