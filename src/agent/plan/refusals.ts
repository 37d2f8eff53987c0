import type { TaskDefinition, TaskOverride } from '../../aws/contract/ecs.types.gen.ts';

/** Stands in until the planner is there. */
export function refusals(_definition: TaskDefinition, _overrides?: TaskOverride): string[] {
  return [];
}
