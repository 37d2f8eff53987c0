import type { TaskDefinition } from '../../aws/contract/ecs.types.gen.ts';

/** What a person should know of how this task runs here, where that is less than on AWS. */
export function notices(definition: TaskDefinition): string[] {
  const containers = definition.containerDefinitions ?? [];
  const awslogs = containers.filter((container) => container.logConfiguration?.logDriver === 'awslogs');
  const roles = [definition.taskRoleArn, definition.executionRoleArn].filter((role) => role !== undefined);
  return [
    ...awslogs.map(
      ({ name }) =>
        `container ${name ?? ''}: the engine keeps its output (docker logs); CloudWatch Logs is not served yet`,
    ),
    ...(roles.length === 0 ? [] : ['containers get no role credentials yet']),
    ...(definition.cpu === undefined && definition.memory === undefined
      ? []
      : [
          'the limits of the task as a whole (cpu, memory) are not enforced yet; those of its containers are',
        ]),
  ];
}
