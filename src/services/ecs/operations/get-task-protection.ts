import { describeProtection, protectableTasks } from '../model/tasks/protection.ts';
import type { EcsOperation } from '../operation.ts';

/** Whether tasks of services are protected from scale-in; up to 100 of one cluster. */
export const getTaskProtection: EcsOperation<'GetTaskProtection'> = (input, call) => {
  const { tasks, failures } = protectableTasks(call, input, 100);
  return { protectedTasks: tasks.map((task) => describeProtection(task, call.now)), failures };
};
