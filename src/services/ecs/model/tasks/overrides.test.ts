import { expect, test } from 'vitest';
import { errorOf } from '../../../../../test/support/ecs.ts';
import { sizedOverrides } from './overrides.ts';

test('a Fargate task can only be overridden to a size that Fargate sells', () => {
  const definition = { cpu: '256', memory: '512' };
  expect(sizedOverrides(definition, { memory: '1 GB' }, 'FARGATE')).toEqual({ memory: '1024' });
  expect(errorOf(() => sizedOverrides(definition, { cpu: '1024' }, 'FARGATE'))).toEqual({
    code: 'ClientException',
    message: 'No Fargate configuration exists for given values.',
  });
  expect(sizedOverrides(definition, { cpu: '1024' }, 'EC2')).toEqual({ cpu: '1024' });
});
