import type { ContainerDefinition } from '../../src/aws/contract/ecs.types.gen.ts';
import type { Registration } from '../../src/services/ecs/model/task-definition/rule.ts';

/** A registration that AWS takes, save for what the test says: members of the task, of its one container. */
export function registration(
  task: Partial<Registration> = {},
  container: ContainerDefinition = {},
): Registration {
  return {
    family: 'web',
    containerDefinitions: [{ name: 'app', image: 'nginx', memory: 128, ...container }],
    ...task,
  };
}

/** One with several containers, named and with an image unless told otherwise. */
export function registrationOf(
  containers: readonly ContainerDefinition[],
  task: Partial<Registration> = {},
): Registration {
  const containerDefinitions = containers.map((container, index) => ({
    name: `c${index}`,
    image: 'nginx',
    memory: 128,
    ...container,
  }));
  return registration({ ...task, containerDefinitions });
}
