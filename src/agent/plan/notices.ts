import type { TaskDefinition, TaskOverride } from '../../aws/contract/ecs.types.gen.ts';

/** What a person should know of how this task runs here, where that is less than on AWS. */
export function notices(definition: TaskDefinition, overrides: TaskOverride = {}): string[] {
  const task = { ...definition, ...overrides };
  const containers = definition.containerDefinitions ?? [];
  const awslogs = containers.filter((container) => container.logConfiguration?.logDriver === 'awslogs');
  const lacks = {
    'containers get no role credentials yet':
      task.taskRoleArn !== undefined || task.executionRoleArn !== undefined,
    'ephemeralStorage is not enforced: containers have what the disk of the engine has':
      task.ephemeralStorage !== undefined,
  };
  return [
    ...awslogs.map(
      ({ name }) =>
        `container ${name ?? ''}: the engine keeps its output (docker logs); CloudWatch Logs is not served yet`,
    ),
    ...Object.entries(lacks).flatMap(([sentence, isLacking]) => (isLacking ? [sentence] : [])),
  ];
}
