import { invalidValue, missingParameter, notPermitted, unsupported } from '../errors.ts';
import { addressInUse, addressTaken, noInternetGateway } from '../errors-network.ts';
import {
  addressFilters,
  addressNamed,
  addressOfAssociation,
  addressOfIp,
  associate,
  showAddress,
} from '../model/addresses.ts';
import { describe } from '../model/describe.ts';
import { find, findAll, newId } from '../model/find.ts';
import { changeableInterface, interfacesOfInstance } from '../model/interfaces.ts';
import { newPublicAddress } from '../model/public-addresses.ts';
import type { AddressRecord, InterfaceRecord } from '../model/records.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const allocateAddress: Ec2Operation<'AllocateAddress'> = (input, call) => {
  const { account, region, now } = call;
  checkBorderGroup(call, input);
  // That of EC2-Classic, which is no more.
  if (input.Domain === 'standard') throw unsupported('Domain=standard');
  const address: AddressRecord = {
    account,
    region,
    id: newId(call, 'elastic-ip'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'elastic-ip'),
    publicIp: newPublicAddress(call),
  };
  call.tables['elastic-ip'].put(address);
  return {
    AllocationId: address.id,
    PublicIp: address.publicIp,
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: region,
    Domain: 'vpc',
  };
};

/** Addresses are of the region itself; groups of local and Wavelength zones are not here. */
function checkBorderGroup(
  { region }: Ec2Call,
  { NetworkBorderGroup }: { readonly NetworkBorderGroup?: string },
): void {
  if (NetworkBorderGroup !== undefined && NetworkBorderGroup !== region) {
    throw unsupported(`NetworkBorderGroup=${NetworkBorderGroup}`);
  }
}

export const describeAddresses: Ec2Operation<'DescribeAddresses'> = (input, call) => {
  const { AllocationIds, PublicIps } = input;
  const rows =
    AllocationIds === undefined && PublicIps === undefined
      ? call.tables['elastic-ip'].list(call)
      : [
          ...findAll(call, 'elastic-ip', AllocationIds ?? []),
          ...(PublicIps ?? []).map((ip) => addressOfIp(call, ip)),
        ];
  const { items } = describe(
    rows,
    { Filters: input.Filters },
    { filters: addressFilters, show: (each) => showAddress(call, each), keyOf: (each) => each.AllocationId },
  );
  return { Addresses: items };
};

/** The domain names of reverse look-ups: nobody can set one here, so there are none. */
export const describeAddressesAttribute: Ec2Operation<'DescribeAddressesAttribute'> = (input, call) => {
  const ids = input.AllocationIds;
  const rows = ids === undefined ? [] : findAll(call, 'elastic-ip', ids);
  const { items, nextToken } = describe(
    rows,
    { MaxResults: input.MaxResults, NextToken: input.NextToken },
    {
      filters: {},
      show: ({ id, publicIp }) => ({ AllocationId: id, PublicIp: publicIp }),
      keyOf: ({ AllocationId }) => AllocationId,
      smallestPage: 1,
    },
  );
  return { Addresses: items, NextToken: nextToken };
};

export const associateAddress: Ec2Operation<'AssociateAddress'> = (input, call) => {
  const address = addressNamed(call, input);
  if (address === undefined) throw missingParameter('AllocationId');
  const target = interfaceFor(call, input);
  const privateIp = input.PrivateIpAddress ?? target.addresses[0] ?? '';
  if (!target.addresses.includes(privateIp)) {
    throw invalidValue(`Private IP address ${privateIp} is not assigned to interface ${target.id}`); // (I)
  }
  if (call.tables['internet-gateway'].listIn(call, target.vpcId).length === 0)
    throw noInternetGateway(target.vpcId);
  if (address.association !== undefined && input.AllowReassociation === false) {
    throw addressTaken(
      `resource ${address.id} is already associated with associate-id ${address.association.id}`,
    );
  }
  // The interface's own elastic address makes way.
  for (const other of call.tables['elastic-ip'].list(call)) {
    const { association } = other;
    if (other.id === address.id || association?.interfaceId !== target.id) continue;
    if (association.privateIp !== privateIp) continue;
    if (input.AllowReassociation === false) {
      throw addressTaken(`resource ${target.id} is already associated with associate-id ${association.id}`);
    }
    call.tables['elastic-ip'].put({ ...other, association: undefined });
  }
  return { AssociationId: associate(call, address, { interfaceId: target.id, privateIp }) };
};

function interfaceFor(
  call: Ec2Call,
  { InstanceId, NetworkInterfaceId }: { readonly InstanceId?: string; readonly NetworkInterfaceId?: string },
): InterfaceRecord {
  if (NetworkInterfaceId !== undefined) return changeableInterface(call, NetworkInterfaceId);
  if (InstanceId === undefined) {
    throw invalidValue('Either instance ID or network interface ID must be specified'); // (I)
  }
  const [primary, ...others] = interfacesOfInstance(call, find(call, 'instance', InstanceId).id);
  if (primary === undefined || others.length > 0) {
    throw notPermitted(
      `There are multiple interfaces attached to instance '${InstanceId}'. Please specify an interface ID for the operation instead.`,
    );
  }
  return primary;
}

export const disassociateAddress: Ec2Operation<'DisassociateAddress'> = (input, call) => {
  const { AssociationId, PublicIp } = input;
  if (AssociationId === undefined && PublicIp === undefined) throw missingParameter('AssociationId');
  const address =
    AssociationId === undefined
      ? addressOfIp(call, PublicIp ?? '')
      : addressOfAssociation(call, AssociationId);
  call.tables['elastic-ip'].put({ ...address, association: undefined });
  return {};
};

export const releaseAddress: Ec2Operation<'ReleaseAddress'> = (input, call) => {
  const address = addressNamed(call, input);
  if (address === undefined) throw missingParameter('AllocationId');
  checkBorderGroup(call, input);
  if (address.association !== undefined) throw addressInUse(address.publicIp);
  call.tables['elastic-ip'].delete(address);
  return {};
};
