import { type ContainerRule, eachContainer, firstOf, outside, type Rule } from '../rule.ts';

/** Health checks, restarts and the times to start and stop. */

type Bounds = readonly [member: string, value: number | undefined, low: number, high: number];

const within = (what: string, bounds: readonly Bounds[]): string | undefined =>
  firstOf(bounds, ([member, value, low, high]) =>
    outside(value, low, high)
      ? `Invalid '${member}' setting for ${what}. It must be between ${low} and ${high}.` // (I)
      : undefined,
  );

const healthCheck: ContainerRule = ({ name, healthCheck: check }) => {
  if (check === undefined) return undefined;
  // Without CMD or CMD-SHELL in front the words are a command as well.
  const words = check.command.filter((word) => word !== 'CMD' && word !== 'CMD-SHELL' && word !== '');
  if (words.length === 0) return `Health check command of container '${name}' should not be null or empty.`; // (I)
  return within(`the health check of container '${name}'`, [
    ['interval', check.interval, 5, 300],
    ['timeout', check.timeout, 2, 60],
    ['retries', check.retries, 1, 10],
    ['startPeriod', check.startPeriod, 0, 300],
  ]);
};

const restartPolicy: ContainerRule = ({ name, restartPolicy: policy }) => {
  if (policy === undefined) return undefined;
  if ((policy.ignoredExitCodes ?? []).length > 50)
    return `The restart policy of container '${name}' can have at most 50 ignored exit codes.`; // (I)
  return within(`the restart policy of container '${name}'`, [
    ['restartAttemptPeriod', policy.restartAttemptPeriod, 60, 1800],
  ]);
};

/** Fargate narrows these further. */
const timeouts: ContainerRule = ({ name, startTimeout, stopTimeout }) => {
  const negative = [
    ['startTimeout', startTimeout],
    ['stopTimeout', stopTimeout],
  ] as const;
  return firstOf(
    negative,
    ([member, value]) =>
      outside(value, 0, Infinity) ? `Invalid '${member}' setting for container '${name}'.` : undefined, // (I)
  );
};

export const lifecycleRules: readonly Rule[] = [eachContainer(healthCheck, restartPolicy, timeouts)];
