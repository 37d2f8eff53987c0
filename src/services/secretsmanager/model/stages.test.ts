import { expect, test } from 'vitest';

import { moveStages, removeStage } from './stages.ts';

const versions = [
  { versionId: 'a', stages: ['AWSPREVIOUS', 'OWN'] },
  { versionId: 'b', stages: ['AWSCURRENT', 'TOP'] },
  { versionId: 'c', stages: ['AWSPENDING'] },
];

test('AWSCURRENT takes AWSPREVIOUS along, and no other label', () => {
  expect(moveStages(versions, 'c', ['AWSCURRENT'])).toEqual([
    { versionId: 'a', stages: ['OWN'] },
    { versionId: 'b', stages: ['AWSPREVIOUS', 'TOP'] },
    { versionId: 'c', stages: ['AWSCURRENT', 'AWSPENDING'] },
  ]);
});

test('to the version before, it is a roll back', () => {
  const [first, second] = moveStages(versions, 'a', ['AWSCURRENT']);
  expect([first?.stages, second?.stages]).toEqual([
    ['AWSCURRENT', 'OWN'],
    ['AWSPREVIOUS', 'TOP'],
  ]);
});

test('what does not change keeps its identity', () => {
  expect(moveStages(versions, 'b', ['AWSCURRENT']).every((version, i) => version === versions[i])).toBe(true);
  expect(removeStage(versions, 'a', 'OWN').map((version, i) => version === versions[i])).toEqual([
    false,
    true,
    true,
  ]);
});
