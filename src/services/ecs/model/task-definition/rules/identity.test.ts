import { expect, test } from 'vitest';

import { registration, registrationOf } from '../../../../../../test/support/registration.ts';
import { firstProblem } from '../rule.ts';
import { identityRules } from './identity.ts';

test.each([
  ['no family', registration({ family: ' ' }), 'Family can not be blank.'],
  ['odd letters in the family', registration({ family: 'a:b' }), 'Family contains invalid characters.'],
  ['no containers', registration({ containerDefinitions: [] }), 'Container list cannot be empty.'],
  ['eleven containers', registrationOf(Array.from({ length: 11 }, () => ({}))), 'Too many containers.'],
  ['no name', registration({}, { name: undefined }), 'Container.name should not be null or empty.'],
  [
    'odd letters in the name',
    registration({}, { name: 'a b' }),
    'Container.name contains invalid characters.',
  ],
  ['no image', registration({}, { image: '' }), 'Container.image should not be null or empty.'],
  [
    'a name twice',
    registrationOf([{ name: 'a' }, { name: 'a' }]),
    'Container names must be unique within a Task Definition.',
  ],
  [
    'nothing essential',
    registration({}, { essential: false }),
    'At least one container in the task definition must be marked as essential.',
  ],
])('%s', (_, definition, problem) => {
  expect(firstProblem(identityRules, definition)).toBe(problem);
});

test.each([255, 256])('a family of %i letters', (length) => {
  const problem = firstProblem(identityRules, registration({ family: 'x'.repeat(length) }));
  expect(problem === undefined).toBe(length === 255);
});

test('takes ten containers of which one is essential', () => {
  const containers = Array.from({ length: 10 }, (__, index) => ({ essential: index === 9 }));
  expect(firstProblem(identityRules, registrationOf(containers))).toBeUndefined();
});
