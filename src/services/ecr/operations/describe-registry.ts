import type { EcrOperation } from '../operation.ts';

/** Nothing is ever replicated here, see PutReplicationConfiguration. */
export const describeRegistry: EcrOperation<'DescribeRegistry'> = (_input, call) => ({
  registryId: call.account,
  replicationConfiguration: { rules: [] },
});
