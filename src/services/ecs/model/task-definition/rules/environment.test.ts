import { describe, expect, test } from 'vitest';

import { registration } from '../../../../../../test/support/registration.ts';
import type { ContainerDefinition } from '../../../../../aws/contract/ecs.types.gen.ts';
import { firstProblem } from '../rule.ts';
import { environmentRules } from './environment.ts';
import { roleRules } from './roles.ts';

const problemOf = (container: ContainerDefinition): string | undefined =>
  firstProblem(environmentRules, registration({}, container));

describe('secrets', () => {
  test('have names of their own', () => {
    const secret = { name: 'A', valueFrom: 'a' };
    expect(problemOf({ secrets: [secret, secret] })).toBe(
      'Duplicate secret names found: A. Each secret name must be unique.',
    );
    expect(problemOf({ secrets: [secret], environment: [{ name: 'A', value: '' }] })).toBe(
      "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'A'.",
    );
  });

  test.each([
    ['parameter', true],
    ['/path/of/parameter', true],
    ['arn:aws:ssm:us-east-1:000000000000:parameter/path/of', true],
    ['arn:aws:secretsmanager:us-east-1:000000000000:secret:name-AbCdEf', true],
    ['arn:aws:secretsmanager:us-east-1:000000000000:secret:name-AbCdEf:key::', true],
    ['arn:aws-cn:secretsmanager:cn-north-1:000000000000:secret:name:key:AWSCURRENT:id', true],
    ['arn:aws:secretsmanager:us-east-1:000000000000:secret:name:key', false],
    ['arn:aws:secretsmanager:us-east-1:000000000000:secret:name:a:b:c:d', false],
    ['arn:aws:s3:::bucket/key', false],
    ['s3://bucket/key', false],
    ['', false],
  ])('valueFrom %s', (valueFrom, taken) => {
    expect(problemOf({ secrets: [{ name: 'A', valueFrom }] })).toBe(
      taken ? undefined : 'Invalid arn syntax.',
    );
  });
});

describe('environment', () => {
  test('names are not blank and hold no equals sign', () => {
    expect(problemOf({ environment: [{ value: 'x' }] })).toMatch(/should not be null or empty/);
    expect(problemOf({ environment: [{ name: 'A=B', value: 'x' }] })).toMatch(/invalid characters/);
    expect(problemOf({ environment: [{ name: 'A.b-c', value: '' }] })).toBeUndefined();
  });

  test.each([
    ['arn:aws:s3:::bucket/path/app.env', undefined],
    ['s3://bucket/app.env', 'Invalid arn syntax.'],
    [
      'arn:aws:s3:::bucket/app.txt',
      "Environment file 'arn:aws:s3:::bucket/app.txt' must have the file extension '.env'.",
    ],
  ])('file %s', (value, problem) => {
    expect(problemOf({ environmentFiles: [{ type: 's3', value }] })).toBe(problem);
  });

  test('at most ten files', () => {
    const file = { type: 's3', value: 'arn:aws:s3:::bucket/app.env' } as const;
    expect(problemOf({ environmentFiles: Array.from({ length: 10 }, () => file) })).toBeUndefined();
    expect(problemOf({ environmentFiles: Array.from({ length: 11 }, () => file) })).toMatch(/at most 10/);
  });
});

describe('roles', () => {
  test.each([
    ['arn:aws:iam::000000000000:role/a/b', true],
    ['name', true],
    ['', false],
    ['arn:aws:ecs:us-east-1:000000000000:cluster/x', false],
    ['arn:aws:iam::000000000000:user/x', false],
  ])('%s', (role, taken) => {
    const problem = taken ? undefined : 'Role is not valid';
    expect(firstProblem(roleRules, registration({ taskRoleArn: role }))).toBe(problem);
    expect(firstProblem(roleRules, registration({ executionRoleArn: role }))).toBe(problem);
  });

  test.each<[ContainerDefinition, string]>([
    [
      { secrets: [{ name: 'A', valueFrom: 'a' }] },
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    ],
    [
      { repositoryCredentials: { credentialsParameter: 'x' } },
      'Private repository authentication requires that the task definition specify a value for executionRoleArn.',
    ],
    [
      { environmentFiles: [{ type: 's3', value: 'x' }] },
      "When you are specifying environment files, you must also specify a value for 'executionRoleArn'.",
    ],
  ])('%o needs the execution role', (container, problem) => {
    expect(firstProblem(roleRules, registration({}, container))).toBe(problem);
    expect(firstProblem(roleRules, registration({ executionRoleArn: 'role' }, container))).toBeUndefined();
  });
});
