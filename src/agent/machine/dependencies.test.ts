import { describe, expect, test } from 'vitest';

import { type DrivenTask, begun } from '../../../test/support/agent/driven-task.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';
import type { ContainerPlan, DependencyCondition, DependencyPlan } from '../model/task-plan.ts';
import { dependenciesOf, dependentsOf } from './dependencies.ts';

/** `target` waits for `dep`, which may end without ending the task; `keeper` keeps the task going. */
function waiting(
  condition: DependencyCondition,
  dep: Partial<ContainerPlan> = {},
  target: Partial<ContainerPlan> = {},
): DrivenTask {
  const dependsOn = [{ container: 'dep', condition }];
  const driven = begun([
    containerPlan({ name: 'dep', image: 'dep:1', essential: false, ...dep }),
    containerPlan({ name: 'target', image: 'target:1', essential: false, dependsOn, ...target }),
    containerPlan({ name: 'keeper' }),
  ]);
  driven.up('keeper');
  return driven;
}

const ready = ['pull target'];

describe('START', () => {
  test('is met when the dependency runs, and not before: its pull and creation are waited for', () => {
    const driven = waiting('START');
    expect(driven.pulled('dep')).toEqual(['create dep']);
    expect(driven.created('dep')).toEqual(['start dep']);
    expect(driven.running('dep')).toEqual(ready);
  });

  test('is met by a dependency that has run and ended already', () => {
    const driven = waiting('START');
    driven.pulled('dep');
    driven.created('dep');
    expect(driven.exited('dep', 3)).toEqual(ready);
  });

  test('never times out', () => {
    const driven = waiting('START', { startTimeout: 2 });
    driven.pulled('dep');
    driven.created('dep');
    expect(driven.later(3_600_000)).toEqual([]);
    expect(driven.state('target').known).toBe('NONE');
  });
});

describe('COMPLETE', () => {
  test.each([0, 1, 137])('is met by exit code %i', (exitCode) => {
    const driven = waiting('COMPLETE');
    expect(driven.up('dep')).toEqual([]);
    expect(driven.exited('dep', exitCode)).toEqual(ready);
  });
});

describe('SUCCESS', () => {
  test('is met by exit code 0 only', () => {
    const driven = waiting('SUCCESS');
    expect(driven.up('dep')).toEqual([]);
    expect(driven.exited('dep', 0)).toEqual(ready);
  });

  test('is lost with any other exit code: the dependent stops with 143 and the agent’s reason', () => {
    const driven = waiting('SUCCESS');
    driven.up('dep');
    expect(driven.exited('dep', 1)).toEqual([]);
    expect(driven.state('target')).toMatchObject({ known: 'STOPPED', exitCode: 143 });
    expect(driven.state('target').reason).toBe(
      'CannotStartContainerError: dependency graph: failed to resolve container ordering dependency ' +
        '[dep(dep:1) (STOPPED->RUNNING)] for target [target(target:1) (NONE->RUNNING)] ' +
        'as dependency did not exit successfully.',
    );
    expect(driven.state('target')).not.toHaveProperty('startedAt');
  });
});

describe('HEALTHY', () => {
  test('waits for the health check, not for the start', () => {
    const driven = waiting('HEALTHY');
    expect(driven.up('dep')).toEqual([]);
    expect(driven.running('dep', { health: 'UNKNOWN' })).toEqual([]);
    expect(driven.running('dep', { health: 'UNHEALTHY' })).toEqual([]);
    expect(driven.running('dep', { health: 'HEALTHY' })).toEqual(ready);
  });

  test('is looked at during start-up only: what becomes unhealthy later changes nothing', () => {
    const driven = waiting('HEALTHY');
    driven.up('dep');
    driven.running('dep', { health: 'HEALTHY' });
    driven.running('dep', { health: 'UNHEALTHY' });
    expect(driven.pulled('target')).toEqual(['create target']);
  });

  test('is lost when the dependency ends: a container that has stopped gets no healthier', () => {
    const driven = waiting('HEALTHY');
    driven.up('dep');
    driven.exited('dep', 0);
    expect(driven.state('target')).toMatchObject({ known: 'STOPPED', exitCode: 143 });
  });
});

describe('a dependency that never starts', () => {
  test.each(['START', 'COMPLETE', 'HEALTHY'] as const)('ends a wait for %s', (condition) => {
    const driven = waiting(condition);
    driven.failed('dep', 'pull', 'there is none');
    expect(driven.state('dep').reason).toBe('CannotPullContainerError: there is none');
    expect(driven.state('target')).toMatchObject({ known: 'STOPPED', exitCode: 143 });
    expect(driven.state('target').reason).toBe(
      'CannotStartContainerError: dependency graph: failed to resolve container ordering dependency ' +
        '[dep(dep:1) (STOPPED->RUNNING)] for target [target(target:1) (NONE->RUNNING)] ' +
        'because dependency will never start',
    );
  });

  test('takes those that wait for its dependents with it', () => {
    const on = (container: string): DependencyPlan[] => [{ container, condition: 'SUCCESS' }];
    const driven = begun([
      containerPlan({ name: 'a', essential: false }),
      containerPlan({ name: 'b', essential: false, dependsOn: on('a') }),
      containerPlan({ name: 'c', essential: false, dependsOn: on('b') }),
      containerPlan({ name: 'keeper' }),
    ]);
    driven.failed('a', 'create');
    expect(driven.state('b')).toMatchObject({ known: 'STOPPED', exitCode: 143 });
    expect(driven.state('c')).toMatchObject({ known: 'STOPPED', exitCode: 143 });
    expect(driven.state('keeper').known).toBe('NONE');
    expect(driven.task.desiredStatus).toBe('RUNNING');
  });

  test('may not exist at all', () => {
    const driven = begun([
      containerPlan({ name: 'target', image: 'i', dependsOn: [{ container: 'ghost', condition: 'START' }] }),
    ]);
    expect(driven.state('target').reason).toMatch(
      /^CannotStartContainerError: dependency graph: container ordering dependency \[.*\] for target \[.*\] does not exist\.$/,
    );
  });
});

describe('startTimeout', () => {
  test.each(['COMPLETE', 'SUCCESS', 'HEALTHY'] as const)(
    'of the dependency bounds a wait for %s from its own start',
    (condition) => {
      const driven = waiting(condition, { startTimeout: 10 });
      driven.later(60_000);
      driven.up('dep');
      expect(driven.wakeAt).toBe(driven.now + 10_000);
      expect(driven.later(9999)).toEqual([]);
      expect(driven.state('target').known).toBe('NONE');
      driven.later(1);
      expect(driven.state('target')).toMatchObject({ known: 'STOPPED', exitCode: 143 });
      expect(driven.state('target').reason).toBe(
        'CannotStartContainerError: dependency graph: container ordering dependency ' +
          '[dep(dep:1) (RUNNING->RUNNING)] for target [target(target:1) (NONE->RUNNING)] has timed out.',
      );
      expect(driven.state('dep').known).toBe('RUNNING');
    },
  );

  test('of the dependent itself bounds nothing', () => {
    const driven = waiting('HEALTHY', {}, { startTimeout: 2 });
    driven.up('dep');
    expect(driven.later(3_600_000)).toEqual([]);
    expect(driven.state('target').known).toBe('NONE');
  });

  test('has no say once the dependent is under way', () => {
    const driven = waiting('HEALTHY', { startTimeout: 10 });
    driven.up('dep');
    driven.running('dep', { health: 'HEALTHY' });
    driven.later(60_000);
    driven.running('dep', { health: 'UNHEALTHY' });
    expect(driven.pulled('target')).toEqual(['create target']);
  });
});

describe('several dependencies', () => {
  const two = (): DrivenTask =>
    begun([
      containerPlan({ name: 'a', essential: false, startTimeout: 20 }),
      containerPlan({ name: 'b', essential: false, startTimeout: 10 }),
      containerPlan({
        name: 'target',
        dependsOn: [
          { container: 'a', condition: 'SUCCESS' },
          { container: 'b', condition: 'HEALTHY' },
        ],
      }),
    ]);

  test('must all be met', () => {
    const driven = two();
    driven.up('a', 'b');
    expect(driven.exited('a', 0)).toEqual([]);
    expect(driven.running('b', { health: 'HEALTHY' })).toEqual(ready);
  });

  test('are timed by the one that runs out first', () => {
    const driven = two();
    driven.up('a', 'b');
    expect(driven.wakeAt).toBe(driven.now + 10_000);
  });

  test('are lost with the first that is', () => {
    const driven = two();
    driven.up('a', 'b');
    driven.exited('a', 2);
    expect(driven.state('target')).toMatchObject({ known: 'STOPPED', exitCode: 143 });
    // Nothing of the only essential container ever ran.
    expect(driven.task).toMatchObject({ stopCode: 'TaskFailedToStart' });
  });
});

describe('links and volumesFrom', () => {
  test('are dependencies as well: on the start and on the creation', () => {
    const plan = containerPlan({
      name: 'target',
      links: ['db:database', 'cache'],
      volumesFrom: [{ container: 'data', readOnly: true }],
    });
    expect(dependenciesOf(plan)).toEqual([
      { container: 'db', condition: 'START' },
      { container: 'cache', condition: 'START' },
      { container: 'data', condition: 'CREATE' },
    ]);
  });

  test('count when the order of stopping is found', () => {
    const containers = [
      containerPlan({ name: 'db' }),
      containerPlan({ name: 'web', links: ['db:database'] }),
      containerPlan({ name: 'backup', volumesFrom: [{ container: 'db', readOnly: true }] }),
      containerPlan({ name: 'alone' }),
    ];
    const plan = begun(containers).task.plan;
    expect(dependentsOf(plan, 'db')).toEqual(['web', 'backup']);
    expect(dependentsOf(plan, 'web')).toEqual([]);
  });

  test('volumesFrom waits for the creation alone', () => {
    const driven = begun([
      containerPlan({ name: 'data' }),
      containerPlan({ name: 'target', volumesFrom: [{ container: 'data', readOnly: false }] }),
    ]);
    expect(driven.pulled('data')).toEqual(['create data']);
    expect(driven.created('data')).toEqual(['start data', 'pull target']);
  });
});
