import type { TaskPlan } from '../model/task-plan.ts';

/** Who has the output of a container that sends it to a router, for people. */
export function routerOf({ firelens }: Pick<TaskPlan, 'firelens'>, container: string): string | undefined {
  return firelens?.senders.some((sender) => sender.container === container) === true
    ? `the log router, container ${firelens.router},`
    : undefined;
}
