import type { TaskDefinition, TaskOverride } from '../../aws/contract/ecs.types.gen.ts';

/** What a person should know of how this task runs here, where that is less than on AWS. */
export function notices(definition: TaskDefinition, overrides: TaskOverride = {}): string[] {
  const task = { ...definition, ...overrides };
  const formatted = (definition.containerDefinitions ?? []).filter(
    ({ logConfiguration: log }) => log?.options?.['awslogs-format'] !== undefined,
  );
  const lacks = {
    'ephemeralStorage is not enforced: containers have what the disk of the engine has':
      task.ephemeralStorage !== undefined,
  };
  return [
    ...formatted.map(
      ({ name }) =>
        `container ${name ?? ''}: no metrics are made of its output, whatever awslogs-format says`,
    ),
    ...Object.entries(lacks).flatMap(([sentence, isLacking]) => (isLacking ? [sentence] : [])),
  ];
}
