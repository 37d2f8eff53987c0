import { expect, test } from 'vitest';
import { errorOf } from '../../../../../test/support/ecs.ts';
import { checkOverrides, sizedOverrides } from './overrides.ts';

test('a Fargate task can only be overridden to a size that Fargate sells', () => {
  const definition = { cpu: '256', memory: '512' };
  expect(sizedOverrides(definition, { memory: '1 GB' }, 'FARGATE')).toEqual({ memory: '1024' });
  expect(errorOf(() => sizedOverrides(definition, { cpu: '1024' }, 'FARGATE'))).toEqual({
    code: 'ClientException',
    message: 'No Fargate configuration exists for given values.',
  });
  expect(sizedOverrides(definition, { cpu: '1024' }, 'EC2')).toEqual({ cpu: '1024' });
});

test('files of environment variables and variables are checked as in a task definition', () => {
  const definition = {
    containerDefinitions: [{ name: 'app', secrets: [{ name: 'TOKEN', valueFrom: 'token' }] }],
  };
  const check = (override: object) =>
    errorOf(() => checkOverrides(definition, { containerOverrides: [{ name: 'app', ...override }] }));
  const file = (value: string) => ({ environmentFiles: [{ value, type: 's3' }] });
  expect(check(file('bucket/x.env'))).toEqual({
    code: 'InvalidParameterException',
    message: 'Invalid arn syntax.',
  });
  expect(check(file('arn:aws:s3:::bucket/x.txt')).message).toContain("extension '.env'");
  const eleven = Array.from({ length: 11 }, () => ({ value: 'arn:aws:s3:::b/x.env', type: 's3' }));
  expect(check({ environmentFiles: eleven }).message).toContain('at most 10');
  expect(check({ environment: [{ name: 'TOKEN', value: 'x' }] })).toEqual({
    code: 'ClientException',
    message:
      "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'TOKEN'.",
  });
});
