import type { AttachmentStatus, NetworkInterfaceType, State } from '../../../aws/contract/ec2.types.gen.ts';

/*
 * Words that AWS sends, and clients wait for, though its own model has others in their place: the enums of
 * EC2's model do not bind EC2.
 */
/* oxlint-disable typescript/no-unsafe-type-assertion */
export const attachedToVpc = 'available' as AttachmentStatus;
export const natInterfaceType = 'nat_gateway' as NetworkInterfaceType;
export const endpointState = {
  pending: 'pending' as State,
  available: 'available' as State,
} as const;
