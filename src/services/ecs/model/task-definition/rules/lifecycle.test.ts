import { describe, expect, test } from 'vitest';

import { registration } from '../../../../../../test/support/registration.ts';
import type { ContainerDefinition } from '../../../../../aws/contract/ecs.types.gen.ts';
import { firstProblem } from '../rule.ts';
import { lifecycleRules } from './lifecycle.ts';

const problemOf = (container: ContainerDefinition): string | undefined =>
  firstProblem(lifecycleRules, registration({}, container));

describe('health checks', () => {
  test.each([
    ['interval', 5, 300],
    ['timeout', 2, 60],
    ['retries', 1, 10],
    ['startPeriod', 0, 300],
  ])('%s is %i to %i', (member, low, high) => {
    const check = (value: number): string | undefined =>
      problemOf({ healthCheck: { command: ['CMD', 'true'], [member]: value } });
    expect([check(low), check(high)]).toEqual([undefined, undefined]);
    const refusal = `Invalid '${member}' setting for the health check of container 'app'. It must be between ${low} and ${high}.`;
    expect([check(low - 1), check(high + 1)]).toEqual([refusal, refusal]);
  });

  test('the command says something, with or without CMD', () => {
    const command = (...words: string[]): string | undefined =>
      problemOf({ healthCheck: { command: words } });
    expect(command('/healthcheck')).toBeUndefined();
    expect(command()).toMatch(/should not be null or empty/);
    expect(command('CMD-SHELL')).toMatch(/should not be null or empty/);
  });
});

describe('restart policies', () => {
  test.each([
    [60, true],
    [1800, true],
    [59, false],
    [1801, false],
  ])('a period of %i', (restartAttemptPeriod, taken) => {
    expect(problemOf({ restartPolicy: { enabled: true, restartAttemptPeriod } }) === undefined).toBe(taken);
  });

  test('ignore at most fifty exit codes', () => {
    const policy = (count: number): string | undefined =>
      problemOf({
        restartPolicy: { enabled: true, ignoredExitCodes: Array.from({ length: count }, () => 1) },
      });
    expect(policy(50)).toBeUndefined();
    expect(policy(51)).toMatch(/at most 50/);
  });
});

test('timeouts are not negative; EC2 knows no upper bound', () => {
  expect(problemOf({ stopTimeout: -1 })).toBe("Invalid 'stopTimeout' setting for container 'app'.");
  expect(problemOf({ startTimeout: -1 })).toBe("Invalid 'startTimeout' setting for container 'app'.");
  expect(problemOf({ startTimeout: 600, stopTimeout: 600 })).toBeUndefined();
});
