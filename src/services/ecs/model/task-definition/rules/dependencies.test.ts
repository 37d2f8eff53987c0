import { describe, expect, test } from 'vitest';

import { registrationOf } from '../../../../../../test/support/registration.ts';
import type { ContainerCondition, ContainerDefinition } from '../../../../../aws/contract/ecs.types.gen.ts';
import { firstProblem } from '../rule.ts';
import { dependencyRules } from './dependencies.ts';
import { linkRules } from './links.ts';

const on = (containerName: string, condition: ContainerCondition = 'START'): ContainerDefinition => ({
  dependsOn: [{ containerName, condition }],
});

const problemOf = (...containers: readonly ContainerDefinition[]): string | undefined =>
  firstProblem(dependencyRules, registrationOf(containers));

describe('dependsOn', () => {
  test('names a container', () => {
    expect(problemOf(on('x'))).toBe("Cannot depend on container + 'x' because it does not exist");
    expect(problemOf(on('c1'), {})).toBeUndefined();
  });

  test.each(['SUCCESS', 'COMPLETE'] as const)('%s is never met by an essential container', (condition) => {
    expect(problemOf(on('c1', condition), {})).toBe(
      'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
    );
    expect(problemOf(on('c1', condition), { essential: false })).toBeUndefined();
  });

  test('HEALTHY needs a health check', () => {
    expect(problemOf(on('c1', 'HEALTHY'), {})).toBe(
      'A dependency container with HEALTHY condition must have health check configured',
    );
    expect(problemOf(on('c1', 'HEALTHY'), { healthCheck: { command: ['true'] } })).toBeUndefined();
  });

  test('goes in no circle', () => {
    const circle = 'Container dependencies should not have a cycle';
    expect(problemOf(on('c0'))).toBe(circle);
    expect(problemOf(on('c1'), on('c2'), on('c0'))).toBe(circle);
    // Two ways to the same container are no circle.
    const both = { dependsOn: [...(on('c1').dependsOn ?? []), ...(on('c2').dependsOn ?? [])] };
    expect(problemOf(both, on('c2'), {})).toBeUndefined();
  });

  test('names a container once', () => {
    const twice = { dependsOn: [...(on('c1').dependsOn ?? []), ...(on('c1').dependsOn ?? [])] };
    expect(problemOf(twice, {})).toBe("Container 'c0' cannot depend on container 'c1' more than once");
  });
});

test('volumesFrom names another container', () => {
  const from = (sourceContainer: string): ContainerDefinition => ({ volumesFrom: [{ sourceContainer }] });
  expect(problemOf(from('x'))).toMatch(/Unknown container 'x'/);
  expect(problemOf(from('c0'))).toMatch(/Unknown container 'c0'/);
  expect(problemOf(from('c1'), {})).toBeUndefined();
});

describe('links', () => {
  const linked = (...containers: readonly ContainerDefinition[]): string | undefined =>
    firstProblem(linkRules, registrationOf(containers));

  test('are for a bridge', () => {
    const containers = [{ links: ['c1'] }, {}];
    expect(firstProblem(linkRules, registrationOf(containers, { networkMode: 'awsvpc' }))).toBe(
      'Links are not supported when networkMode=awsvpc.',
    );
    expect(linked(...containers)).toBeUndefined();
  });

  test('name a container, with or without an alias', () => {
    expect(linked({ links: ['x'] })).toBe("Cannot link to container 'x' because it does not exist.");
    expect(linked({ links: ['c1:db.local'] }, {})).toBeUndefined();
    expect(linked({ links: ['c1:'] }, {})).toBe("Invalid link 'c1:' for container 'c0'.");
  });

  test('go in no circle', () => {
    expect(linked({ links: ['c1'] }, { links: ['c0:a'] })).toBe('Container links should not have a cycle');
  });
});
