import type { Address } from '../../../aws/contract/ec2.types.gen.ts';
import { associationNotFound } from '../errors.ts';
import { addressTaken, noSuchAddress } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';
import { find, idOf } from './find.ts';
import type { AddressRecord } from './records.ts';
import { tagsOf } from './tags.ts';

export const addressFilters: FilterTable = {
  ...tagFilters,
  ...byMember(`allocation-id association-id domain instance-id network-border-group network-interface-id
    network-interface-owner-id private-ip-address public-ip`),
};

export function showAddress(call: Ec2Call, address: AddressRecord): Address {
  const { association } = address;
  const associated =
    association === undefined
      ? undefined
      : call.tables['network-interface'].get(call, association.interfaceId);
  return {
    AllocationId: address.id,
    PublicIp: address.publicIp,
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: address.region,
    Domain: 'vpc',
    AssociationId: association?.id,
    NetworkInterfaceId: association?.interfaceId,
    NetworkInterfaceOwnerId: association && address.account,
    PrivateIpAddress: association?.privateIp,
    InstanceId: associated?.attachment?.instanceId,
    SubnetId: associated?.subnetId,
    Tags: tagsOf(address),
  };
}

export function addressOfIp(call: Ec2Call, ip: string): AddressRecord {
  const found = call.tables['elastic-ip'].list(call).find(({ publicIp }) => publicIp === ip);
  if (found === undefined) throw noSuchAddress(ip);
  return found;
}

/** By either of the two names that an address has. */
export function addressNamed(
  call: Ec2Call,
  { AllocationId, PublicIp }: { readonly AllocationId?: string; readonly PublicIp?: string },
): AddressRecord | undefined {
  if (AllocationId !== undefined) return find(call, 'elastic-ip', AllocationId);
  return PublicIp === undefined ? undefined : addressOfIp(call, PublicIp);
}

export function addressOfAssociation(call: Ec2Call, id: string): AddressRecord {
  const found = call.tables['elastic-ip'].list(call).find(({ association }) => association?.id === id);
  if (found === undefined) throw associationNotFound(id);
  return found;
}

export function freeAddress(address: AddressRecord): AddressRecord {
  if (address.association !== undefined) {
    throw addressTaken(`Address ${address.publicIp} is already associated.`); // (I)
  }
  return address;
}

export function associate(
  call: Ec2Call,
  address: AddressRecord,
  to: { readonly interfaceId: string; readonly privateIp: string },
): string {
  const id = idOf(call, 'eipassoc');
  call.tables['elastic-ip'].put({ ...address, association: { id, ...to } });
  return id;
}
