import type { ContainerPlan } from '../../model/task-plan.ts';

/** What a simulated container does. Times in milliseconds. */
export interface ContainerScript {
  readonly pullTakes: number;
  readonly startTakes: number;
  /** Ends by itself after this long; absent: runs until it is stopped. */
  readonly runFor?: number;
  readonly exitCode: number;
  /** Time from its start to the first good (or bad) health check; absent: never. */
  readonly healthyAfter?: number;
  readonly unhealthyAfter?: number;
  readonly ignoresSigterm: boolean;
  readonly outOfMemory: boolean;
  /** Written, line by line, when it starts. */
  readonly output: readonly string[];
  /** Messages of failures. */
  readonly pullError?: string;
  readonly createError?: string;
  readonly startError?: string;
}

const prefix = 'longshore.simulate.';

/**
 * Reads a container's script from its `dockerLabels`, so that a task definition says what the
 * simulation does: `longshore.simulate.run-for: 2s`, `exit-code: 3`, `healthy-after: 500ms`,
 * `unhealthy-after`, `ignore-sigterm: true`, `out-of-memory: true`, `output: "one\ntwo"`,
 * `pull-takes`, `start-takes`, `fail-pull`, `fail-create`, `fail-start`. Without any it starts at
 * once and runs until it is stopped.
 */
export function scriptOf(plan: ContainerPlan): ContainerScript {
  const label = (name: string): string | undefined => plan.labels[`${prefix}${name}`];
  const duration = (name: string): number | undefined => parseDuration(label(name));
  return {
    pullTakes: duration('pull-takes') ?? 0,
    startTakes: duration('start-takes') ?? 0,
    exitCode: Number(label('exit-code') ?? 0),
    ignoresSigterm: label('ignore-sigterm') === 'true',
    outOfMemory: label('out-of-memory') === 'true',
    output: label('output')?.split('\n') ?? [],
    ...defined('runFor', duration('run-for')),
    ...defined('healthyAfter', duration('healthy-after')),
    ...defined('unhealthyAfter', duration('unhealthy-after')),
    ...defined('pullError', label('fail-pull')),
    ...defined('createError', label('fail-create')),
    ...defined('startError', label('fail-start')),
  };
}

function defined<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript widens computed names to string
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function parseDuration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const unit = unitMs[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw new Error(`"${text}" is no duration: write 500ms, 2s, 5m or 1h`);
  }
  return Number(match[1]) * unit;
}
