import type { RegisterTaskDefinitionRequest } from '../../src/aws/contract/ecs.types.gen.ts';
import { busyboxImage } from '../../test/support/docker/busybox-image.ts';

type Container = NonNullable<RegisterTaskDefinitionRequest['containerDefinitions']>[number];

/** As process 1 it is deaf to SIGTERM: the kernel gives it only signals that it handles. */
export const deaf = ['sleep', '86400'];

/** Ends at once when told to. */
export const obedient = ['sh', '-c', "trap 'exit 0' TERM; sleep 86400 & wait"];

export function definition(
  family: string,
  containers: readonly Partial<Container>[],
  rest: Partial<RegisterTaskDefinitionRequest> = {},
): RegisterTaskDefinitionRequest {
  return {
    family,
    networkMode: 'bridge',
    containerDefinitions: containers.map((container, index) => ({
      name: `c${index + 1}`,
      image: busyboxImage,
      memory: 32,
      command: deaf,
      ...container,
    })),
    ...rest,
  };
}
