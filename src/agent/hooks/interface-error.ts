import { BackendError } from '../backends/backend.ts';
import type { TaskRecord } from '../model/task-record.ts';

/** The task gets no network interface: what ECS says of it is the reason of the task as a whole. */
export class InterfaceError extends BackendError {
  readonly taskReason: string;

  constructor(taskReason: string, options?: { readonly cause?: unknown }) {
    super('ContainerNetworkingError', taskReason, options);
    this.taskReason = taskReason;
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
export function subnetFull({ request, networkInterface }: TaskRecord, cause: unknown): InterfaceError {
  const { subnetId = '', assignsPublicIp = false } = networkInterface ?? {};
  const ofFargate = ` with public IP assignment ${assignsPublicIp ? 'enabled' : 'disabled'}`;
  const how = request.launchType === 'FARGATE' ? ofFargate : '';
  return new InterfaceError(
    `Unexpected EC2 error while attempting to Create Network Interface${how} in subnet '${subnetId}': InsufficientFreeAddressesInSubnet`,
    { cause },
  );
}
