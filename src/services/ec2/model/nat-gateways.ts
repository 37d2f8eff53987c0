import type { NatGateway, NatGatewayState } from '../../../aws/contract/ec2.types.gen.ts';
import type { Ec2Call } from '../operation.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';
import type { NatGatewayRecord } from './records.ts';
import { tagsOf } from './tags.ts';

export const natGatewayFilters: FilterTable = {
  ...tagFilters,
  ...byMember('nat-gateway-id state subnet-id vpc-id'),
};

/** Making one and taking one down takes so long, in milliseconds; on AWS a minute or two. */
const changing = 1000;
/** One that was deleted is shown for so long. */
const remembered = 60 * 60 * 1000;

export const isGone = ({ deletedAt }: NatGatewayRecord): boolean => deletedAt !== undefined;

export const isForgotten = ({ deletedAt }: NatGatewayRecord, now: number): boolean =>
  deletedAt !== undefined && now - deletedAt > remembered;

export function natStateOf({ createdAt, deletedAt }: NatGatewayRecord, now: number): NatGatewayState {
  if (deletedAt !== undefined) return now - deletedAt < changing ? 'deleting' : 'deleted';
  return now - createdAt < changing ? 'pending' : 'available';
}

export function showNatGateway(call: Ec2Call, gateway: NatGatewayRecord): NatGateway {
  const state = natStateOf(gateway, call.now);
  return {
    NatGatewayId: gateway.id,
    VpcId: gateway.vpcId,
    SubnetId: gateway.subnetId,
    State: state,
    ConnectivityType: gateway.connectivity,
    AvailabilityMode: 'zonal',
    CreateTime: gateway.createdAt / 1000,
    DeleteTime: gateway.deletedAt === undefined ? undefined : gateway.deletedAt / 1000,
    NatGatewayAddresses: gateway.addresses.map(({ interfaceId, privateIp, primary, allocationId }) => {
      const address =
        allocationId === undefined ? undefined : call.tables['elastic-ip'].get(call, allocationId);
      return {
        AllocationId: allocationId,
        NetworkInterfaceId: interfaceId,
        PrivateIp: privateIp,
        PublicIp: address?.publicIp,
        AssociationId: address?.association?.id,
        IsPrimary: primary,
        Status: state === 'pending' ? 'associating' : 'succeeded',
      };
    }),
    Tags: tagsOf(gateway),
  };
}
