import { describe, expect, test } from 'vitest';

import { registration, registrationOf } from '../../../../../../test/support/registration.ts';
import type { ContainerDefinition } from '../../../../../aws/contract/ecs.types.gen.ts';
import { firstProblem } from '../rule.ts';
import { loggingRules } from './logging.ts';

describe('options', () => {
  const awslogs = (options: Record<string, string> | undefined): string | undefined =>
    firstProblem(loggingRules, registration({}, { logConfiguration: { logDriver: 'awslogs', options } }));
  const enough = { 'awslogs-group': 'g', 'awslogs-region': 'us-east-1' };

  test('that awslogs needs', () => {
    expect(awslogs(undefined)).toBe('Log driver awslogs requires options: awslogs-region, awslogs-group');
    expect(awslogs({ 'awslogs-region': 'us-east-1' })).toBe(
      'Log driver awslogs requires options: awslogs-group',
    );
    expect(awslogs(enough)).toBeUndefined();
  });

  test('that awslogs does not know', () => {
    expect(awslogs({ ...enough, log_key: 'log' })).toBe('Log driver awslogs disallows options: log_key');
  });

  test.each([
    ['mode', 'non-blocking', true],
    ['mode', 'sometimes', false],
    ['max-buffer-size', '25m', true],
    ['max-buffer-size', 'big', false],
  ])('%s %s', (option, value, taken) => {
    expect(awslogs({ ...enough, [option]: value }) === undefined).toBe(taken);
  });

  test('may come as secrets', () => {
    const secretOptions = [{ name: 'splunk-token', valueFrom: 'token' }];
    const options = { 'splunk-url': 'https://splunk' };
    const splunk = (logConfiguration: object): string | undefined =>
      firstProblem(
        loggingRules,
        registration({}, { logConfiguration: { logDriver: 'splunk', ...logConfiguration } }),
      );
    expect(splunk({ options })).toBe('Log driver splunk requires options: splunk-token');
    expect(splunk({ options, secretOptions })).toBeUndefined();
  });
});

describe('FireLens', () => {
  const router: ContainerDefinition = { firelensConfiguration: { type: 'fluentbit' } };
  const user: ContainerDefinition = { logConfiguration: { logDriver: 'awsfirelens' } };
  const problemOf = (...containers: ContainerDefinition[]): string | undefined =>
    firstProblem(loggingRules, registrationOf(containers));

  test('takes a router and those who use it', () => {
    expect(problemOf(router, user)).toBeUndefined();
    expect(problemOf(user)).toBe(
      'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
    );
    expect(problemOf(router)).toBe(
      'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
    );
  });

  test('has one router, which does not log to itself', () => {
    expect(problemOf(router, router, user)).toMatch(/^Only one container/);
    expect(problemOf({ ...router, ...user }, {})).toMatch(/cannot use the awsfirelens log driver/);
  });

  test.each([
    [{ 'enable-ecs-log-metadata': 'yes' }, /Invalid value 'yes'/],
    [{ 'config-file-type': 'http' }, /Invalid value 'http'/],
    [{ 'config-file-type': 's3', 'config-file-value': 's3://b/k' }, /^Invalid arn syntax\.$/],
    [{ other: 'x' }, /disallows options: other/],
  ])('%o', (options, problem) => {
    expect(problemOf({ firelensConfiguration: { type: 'fluentbit', options } }, user)).toMatch(problem);
  });
});
