import type { ArnScope } from '../../aws/arn.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import type { Table, TableSpec } from '../../store/table.ts';
import { type Cidr, formatCidr, parseCidr } from './cidr.ts';
import type { Place } from './place.ts';
import type { VpcDirectory } from './vpc-directory.ts';
import { VpcNetwork, type VpcNetworkParts } from './vpc-network.ts';

export interface VpcNetworksParts extends Pick<VpcNetworkParts, 'backend' | 'usedRanges'> {
  /** The network of the default VPC; those of others begin with it. */
  readonly name: string;
  readonly store: Store;
  readonly directory: Pick<VpcDirectory, 'vpc'>;
  readonly log: Log;
}

/** The network of a VPC that is not a default one: written before the engine is asked to make it. */
interface KnownNetwork {
  readonly vpcId: string;
  readonly scope: ArnScope;
  /** On this machine; absent: it may not have been made yet. */
  readonly range?: string;
}

const networksTable: TableSpec<KnownNetwork> = {
  name: 'vpc_networks',
  key: ['vpc_id'],
  columns: ({ vpcId }) => ({ vpc_id: vpcId }),
};

/** Under which the store remembers the range of the default VPC. */
export const defaultRangeKey = 'vpc-range';

/** The engine's networks that stand for VPCs. What may be on the engine is in the store, so none is lost. */
export class VpcNetworks {
  readonly #parts: VpcNetworksParts;
  readonly #known: Table<KnownNetwork>;
  readonly #networks = new Map<string, VpcNetwork>();
  readonly #default: VpcNetwork;

  constructor(parts: VpcNetworksParts) {
    this.#parts = parts;
    const { store, backend, usedRanges, name } = parts;
    this.#known = store.table(networksTable);
    this.#default = new VpcNetwork({
      backend,
      usedRanges,
      name,
      remembered: store.getMeta(defaultRangeKey),
      remember: (range) => store.setMeta(defaultRangeKey, range),
    });
  }

  /** That of the place's VPC; it is made when it is needed. */
  at({ vpc }: Place): VpcNetwork {
    if (vpc === undefined) return this.#default;
    const known = this.#networks.get(vpc.id);
    if (known !== undefined) return known;
    const { id: vpcId, scope, cidr } = vpc;
    const row = this.#known.get(vpcId) ?? { vpcId, scope };
    this.#known.put(row);
    const network = this.#named(vpcId, {
      own: cidr,
      remembered: row.range,
      remember: (range) => {
        this.#known.put({ vpcId, scope, range });
        this.#tell(vpcId, formatCidr(cidr), range);
      },
    });
    this.#networks.set(vpcId, network);
    return network;
  }

  /** Those whose VPC is gone. */
  gone(): readonly { readonly vpcId: string; readonly range: Cidr | undefined }[] {
    const { directory } = this.#parts;
    return this.#known
      .select()
      .filter(({ scope, vpcId }) => directory.vpc(scope, vpcId) === undefined)
      .map(({ vpcId, range }) => ({ vpcId, range: range === undefined ? undefined : parseCidr(range) }));
  }

  async remove(vpcId: string, signal: AbortSignal): Promise<void> {
    const removing = this.#removeNetwork(vpcId, signal);
    this.#networks.delete(vpcId);
    await removing;
    // A sandbox that was being made meanwhile may have it made anew; then it must not be forgotten.
    if (!this.#networks.has(vpcId)) this.#known.delete(vpcId);
  }

  /** Longshore goes: the VPCs stay, and so does what is remembered of those that there are. */
  async removeAll(signal: AbortSignal): Promise<void> {
    const gone = new Set(this.gone().map(({ vpcId }) => vpcId));
    const rows = this.#known.select();
    await Promise.all([
      this.#default.remove(signal),
      ...rows.map(({ vpcId }) =>
        gone.has(vpcId) ? this.remove(vpcId, signal) : this.#removeNetwork(vpcId, signal),
      ),
    ]);
  }

  #removeNetwork(vpcId: string, signal: AbortSignal): Promise<void> {
    const network = this.#networks.get(vpcId) ?? this.#named(vpcId, { remembered: undefined, remember() {} });
    return network.remove(signal);
  }

  #named(vpcId: string, rest: Pick<VpcNetworkParts, 'own' | 'remembered' | 'remember'>): VpcNetwork {
    const { backend, usedRanges, name } = this.#parts;
    return new VpcNetwork({ backend, usedRanges, name: `${name}-${vpcId}`, ...rest });
  }

  #tell(vpc: string, own: string, range: string): void {
    if (own === range) return;
    this.#parts.log.warn(
      { vpc, own, range },
      `this machine uses addresses of ${own} already, so tasks in ${vpc} get addresses of ${range}`,
    );
  }
}
