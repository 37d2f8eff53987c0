import type { Backend } from '../../../src/agent/backends/backend.ts';
import { defaultDirectory } from '../../../src/agent/network/default-directory.ts';
import { type Place, placeOf } from '../../../src/agent/network/place.ts';
import { VpcNetworks, type VpcNetworksParts } from '../../../src/agent/network/vpc-networks.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { Store } from '../../../src/store/store.ts';

/** Networks of a database of their own, on a machine that uses no range. */
export function testNetworks(
  backend: Pick<Backend, 'ensureNetwork' | 'removeNetwork'>,
  given: Partial<VpcNetworksParts> = {},
): VpcNetworks {
  return new VpcNetworks({
    backend,
    name: 'vpc',
    store: testStore(),
    directory: defaultDirectory,
    log: silentLog,
    usedRanges: () => [],
    ...given,
  });
}

export const testStore = (): Store =>
  new Store({
    onListenerError(error) {
      throw error;
    },
  });

/** One of the default VPC's subnets. */
export const defaultPlace = (subnetIndex: number): Place =>
  placeOf(
    { account: '000000000000', region: 'us-east-1' },
    { attachmentId: '', id: '', subnetId: '', subnetIndex, securityGroups: [] },
  );
