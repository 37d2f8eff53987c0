import type { OutputRequest, TaskOutput } from '../agent/logs/task-output.ts';
import { badRequest, notFound, type Refusal } from './refusal.ts';

/** The query of `GET /_longshore/tasks/{id or ARN}/logs`. */
export interface OutputQuery {
  readonly container?: string | string[];
  /** `true` or `false`. */
  readonly follow?: string | string[];
  /** Milliseconds since the epoch. */
  readonly since?: string | string[];
}

/** The first line of the answer: whose output follows, one entry a line. */
export interface OutputHead {
  readonly kind: 'output';
  readonly arn: string;
  readonly containers: readonly string[];
}

export function readOutputQuery({
  container,
  follow = 'false',
  since,
}: OutputQuery): OutputRequest | Refusal {
  if (Array.isArray(container) || container === '') return badRequest('Name one container: ?container=…');
  if (follow !== 'true' && follow !== 'false') return badRequest('follow is true or false.');
  if (since !== undefined && (Array.isArray(since) || !/^\d{1,15}$/.test(since))) {
    return badRequest('since is a number of milliseconds since 1970.');
  }
  return { container, follow: follow === 'true', since: since === undefined ? undefined : Number(since) };
}

export const headOf = ({ arn, containers }: TaskOutput): OutputHead => ({ kind: 'output', arn, containers });

export const noContainer = (task: string, container: string): Refusal =>
  notFound(`Task ${task.slice(0, 300)} has no container ${container.slice(0, 300)}.`);
