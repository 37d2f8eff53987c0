import { describe, expect, test } from 'vitest';
import { parseClusterQuery } from './cluster-query.ts';

const values: Readonly<Record<string, readonly string[]>> = {
  'attribute:ecs.os-type': ['linux'],
  'attribute:ecs.availability-zone': ['us-east-1a'],
  'task:group': ['service:web', 'database'],
  runningTasksCount: ['2'],
};
const instance = { valuesOf: (subject: string): readonly string[] => values[subject] ?? [] };

const holds = (text: string): boolean | undefined => parseClusterQuery(text)?.(instance);

describe('the cluster query language', () => {
  test.each([
    ['attribute:ecs.os-type == linux', true],
    ["attribute:ecs.os-type equals 'linux'", true],
    ['attribute:ecs.os-type==linux', true],
    ['attribute:ecs.os-type != linux', false],
    ['attribute:ecs.availability-zone in [us-east-1a, us-east-1b]', true],
    ['attribute:ecs.availability-zone not_in [us-east-1b]', true],
    ['attribute:ecs.availability-zone !in [us-east-1a]', false],
    ['attribute:ecs.availability-zone =~ us-east-.*', true],
    ['attribute:ecs.availability-zone =~ east', false],
    ['attribute:ecs.availability-zone !~ eu-.*', true],
    ['attribute:gpu exists', false],
    ['attribute:gpu !exists', true],
    ['attribute:gpu == x', false],
    ['attribute:gpu != x', true],
    ['task:group == database', true],
    ['not(task:group == database)', false],
    ['!(task:group == service:api)', true],
    ['runningTasksCount < 3 and runningTasksCount >= 2', true],
    ['runningTasksCount > 2 or attribute:ecs.os-type == linux', true],
    ['attribute:gpu exists && attribute:gpu exists || task:group == database', true],
    ['attribute:gpu exists && (attribute:gpu exists || task:group == database)', false],
  ])('%s: %s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  test.each([
    '',
    'linux',
    'attribute:a',
    'attribute:a ==',
    'attribute:a == b c',
    'attribute:a in b',
    'attribute:a in []',
    'attribute:a =~ *',
    'color == blue',
    '(attribute:a exists',
    'attribute:a exists and',
    'attribute:a & b',
    "attribute:a == 'b",
  ])('%j is no expression', (text) => {
    expect(parseClusterQuery(text)).toBeUndefined();
  });
});
