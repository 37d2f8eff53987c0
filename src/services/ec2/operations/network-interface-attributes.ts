import { attachmentNotFound, combination, missingParameter } from '../errors.ts';
import { anyInterface, changeableInterface } from '../model/interfaces.ts';
import { groupsFor } from '../model/new-interface.ts';
import { newPublicAddress } from '../model/public-addresses.ts';
import type { InterfaceRecord } from '../model/records.ts';
import { interfaceView } from '../model/show-interface.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const describeNetworkInterfaceAttribute: Ec2Operation<'DescribeNetworkInterfaceAttribute'> = (
  input,
  call,
) => {
  const found = anyInterface(call, input.NetworkInterfaceId);
  const shown = interfaceView(call)(found);
  const NetworkInterfaceId = found.id;
  switch (input.Attribute) {
    case undefined:
      throw missingParameter('attribute');
    case 'description':
      return { NetworkInterfaceId, Description: { Value: found.description } };
    case 'groupSet':
      return { NetworkInterfaceId, Groups: shown.Groups };
    case 'sourceDestCheck':
      return { NetworkInterfaceId, SourceDestCheck: { Value: found.sourceDestCheck } };
    case 'attachment':
      return { NetworkInterfaceId, Attachment: shown.Attachment };
    case 'associatePublicIpAddress':
      return { NetworkInterfaceId, AssociatePublicIpAddress: found.publicIp !== undefined };
    default:
      return input.Attribute satisfies never;
  }
};

/** One attribute a call, as on AWS. */
export const modifyNetworkInterfaceAttribute: Ec2Operation<'ModifyNetworkInterfaceAttribute'> = (
  input,
  call,
) => {
  const found = changeableInterface(call, input.NetworkInterfaceId);
  const { Description, SourceDestCheck, Groups, Attachment, AssociatePublicIpAddress } = input;
  const given = [Description, SourceDestCheck, Groups, Attachment, AssociatePublicIpAddress];
  const count = given.filter((each) => each !== undefined).length;
  if (count === 0) throw missingParameter('attribute');
  if (count > 1)
    throw combination('Fields for multiple attribute types specified: only one attribute can be modified'); // (I)
  call.tables['network-interface'].put({
    ...found,
    description: Description === undefined ? found.description : (Description.Value ?? ''),
    sourceDestCheck: SourceDestCheck?.Value ?? found.sourceDestCheck,
    groups: Groups === undefined ? found.groups : groupsFor(call, found, Groups),
    attachment: changedAttachment(found, Attachment),
    publicIp: publicIpAfter(call, found, AssociatePublicIpAddress),
  });
  return {};
};

function changedAttachment(
  { attachment }: InterfaceRecord,
  changes: { readonly AttachmentId?: string; readonly DeleteOnTermination?: boolean } | undefined,
): InterfaceRecord['attachment'] {
  if (changes === undefined) return attachment;
  if (attachment === undefined || changes.AttachmentId !== attachment.id) {
    throw attachmentNotFound(changes.AttachmentId ?? '');
  }
  return {
    ...attachment,
    deleteOnTermination: changes.DeleteOnTermination ?? attachment.deleteOnTermination,
  };
}

function publicIpAfter(
  call: Ec2Call,
  { publicIp }: InterfaceRecord,
  wanted: boolean | undefined,
): string | undefined {
  if (wanted === undefined) return publicIp;
  return wanted ? (publicIp ?? newPublicAddress(call)) : undefined;
}
