import type { KnownContainer } from '../task-directory.ts';
import type { ContainerDocument } from './v2-types.ts';

/** The task definition's, with the prefix of the stream's name made into its name, as the agent does. */
export function logMembers({
  task,
  plan,
}: KnownContainer): Pick<ContainerDocument, 'LogDriver' | 'LogOptions'> {
  const { declaredLog: log } = plan;
  if (log === undefined) return {};
  const { 'awslogs-stream-prefix': prefix, ...options } = log.options;
  const isNamed = log.driver === 'awslogs' && prefix !== undefined;
  const shown = isNamed ? { ...options, 'awslogs-stream': `${prefix}/${plan.name}/${task.id}` } : log.options;
  return { LogDriver: log.driver, ...(Object.keys(shown).length > 0 && { LogOptions: shown }) };
}
