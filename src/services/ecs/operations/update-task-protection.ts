import { protectionPeriodInvalid } from '../errors.ts';
import { describeProtection, protectableTasks } from '../model/tasks/protection.ts';
import type { EcsOperation } from '../operation.ts';

const defaultMinutes = 120;
/** Two days. */
const mostMinutes = 2880;
const minuteMs = 60_000;

/** Protects up to 10 tasks of a service from scale-in and deployments, or ends that; each call anew. */
export const updateTaskProtection: EcsOperation<'UpdateTaskProtection'> = (input, call) => {
  const { protectionEnabled, expiresInMinutes = defaultMinutes } = input;
  if (expiresInMinutes < 1 || expiresInMinutes > mostMinutes) throw protectionPeriodInvalid(mostMinutes);
  const { tasks, failures } = protectableTasks(call, input, 10);
  const protectedUntil = protectionEnabled ? call.now + expiresInMinutes * minuteMs : undefined;
  const protectedTasks = tasks.map((task) => {
    const written = { ...task, protectedUntil };
    call.tables.tasks.put(written);
    return describeProtection(written, call.now);
  });
  return { protectedTasks, failures };
};
