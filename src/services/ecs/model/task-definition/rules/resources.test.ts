import { describe, expect, test } from 'vitest';

import { registration, registrationOf } from '../../../../../../test/support/registration.ts';
import { firstProblem, type Registration } from '../rule.ts';
import { resourceRules } from './resources.ts';

const problemOf = (definition: Registration): string | undefined => firstProblem(resourceRules, definition);

describe('the task', () => {
  test.each(['abc', '', '0', '127', '196609', '1.5', '-1', '1 GB'])('cpu %o is refused', (cpu) => {
    expect(problemOf(registration({ cpu }))).toBe(
      "Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
    );
  });

  test.each(['128', '196608', '1 vCPU', '.25 vcpu', '0.5vCPU'])('cpu %o is taken', (cpu) => {
    expect(problemOf(registration({ cpu }))).toBeUndefined();
  });

  test.each(['abc', '0', '1 vCPU', '1.5'])('memory %o is refused', (memory) => {
    expect(problemOf(registration({ memory }))).toMatch(/^Invalid 'memory' setting for task\./);
  });
});

describe('a container', () => {
  test('needs memory of its own or of the task', () => {
    expect(problemOf(registration({}, { memory: undefined }))).toBe(
      "Invalid setting for container 'app'. At least one of 'memory' or 'memoryReservation' must be specified.",
    );
    expect(problemOf(registration({ memory: '512' }, { memory: undefined }))).toBeUndefined();
    const fargate = registration({ requiresCompatibilities: ['FARGATE'] }, { memory: undefined });
    expect(problemOf(fargate)).toBeUndefined();
    expect(problemOf(registration({}, { memory: undefined, memoryReservation: 64 }))).toBeUndefined();
  });

  test.each([
    [{ memory: 5 }, "Invalid 'memory' setting for container 'app'. It must be at least 6 MiB."],
    [
      { memoryReservation: 5 },
      "Invalid 'memoryReservation' setting for container 'app'. It must be at least 6 MiB.",
    ],
    [{ cpu: -1 }, "Invalid 'cpu' setting for container 'app'."],
    [
      { memory: 100, memoryReservation: 101 },
      "Invalid setting for container 'app'. 'memoryReservation' must not be greater than 'memory'.",
    ],
  ])('%o', (container, problem) => {
    expect(problemOf(registration({}, container))).toBe(problem);
  });

  test('takes the least memory, and as much reservation as memory', () => {
    expect(problemOf(registration({}, { memory: 6, memoryReservation: 6 }))).toBeUndefined();
  });
});

describe('the sums', () => {
  test('of cpu', () => {
    const two = [{ cpu: 128 }, { cpu: 129 }];
    expect(problemOf(registrationOf(two, { cpu: '256' }))).toBe(
      "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
    );
    expect(problemOf(registrationOf(two, { cpu: '257' }))).toBeUndefined();
    expect(problemOf(registrationOf(two))).toBeUndefined();
  });

  test('of memory, and one that is too much by itself', () => {
    expect(problemOf(registration({ memory: '127' }))).toBe(
      "The 'memory' setting for container 'app' is greater than for the task.",
    );
    expect(problemOf(registrationOf([{}, {}], { memory: '255' }))).toBe(
      "The sum of all container 'memory' values cannot be greater than the value of the task 'memory'.",
    );
    expect(problemOf(registrationOf([{}, {}], { memory: '256' }))).toBeUndefined();
  });
});
