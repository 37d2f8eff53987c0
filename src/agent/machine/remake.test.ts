import { describe, expect, test } from 'vitest';

import { begun, type DrivenTask, snapshot } from '../../../test/support/agent/driven-task.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';

const error = { name: 'CannotStartContainerError', message: 'port is already allocated' };

describe('a start that may succeed with a container made anew', () => {
  const refused = (driven: DrivenTask, effect: 'start' | 'create' = 'start'): string[] =>
    driven.observe({ kind: 'failed', container: 'app', effect, error, remake: true });
  const made = (): DrivenTask => {
    const driven = begun([containerPlan({ name: 'app' })]);
    driven.pulled('app');
    driven.created('app');
    return driven;
  };
  const madeAnew = (driven: DrivenTask, runtimeId: string): string[] =>
    driven.observe({ kind: 'created', container: 'app', runtimeId });

  test('makes it again, and starts that one', () => {
    const driven = made();
    expect(refused(driven)).toEqual(['create app']);
    expect(driven.state('app')).toMatchObject({ known: 'CREATED', discarded: ['id-app'] });
    expect(madeAnew(driven, 'id-2')).toEqual(['start app']);
    driven.running('app', { runtimeId: 'id-2' });
    expect(driven.task.lastStatus).toBe('RUNNING');
    expect(driven.state('app')).not.toHaveProperty('reason');
  });

  test('what is told late of the one before says nothing of the new one', () => {
    const driven = made();
    refused(driven);
    expect(
      driven.observe({ kind: 'seen', snapshot: snapshot({ container: 'app', status: 'exited' }) }),
    ).toEqual([]);
    madeAnew(driven, 'id-2');
    expect(driven.observe({ kind: 'vanished', container: 'app', runtimeId: 'id-app' })).toEqual([]);
    expect(driven.state('app')).toMatchObject({ known: 'CREATED', runtimeId: 'id-2' });
  });

  test('goes on after a crash before it was made, and after one when it had been', () => {
    const driven = made();
    refused(driven);
    const old = snapshot({ container: 'app', status: 'created' });
    expect(driven.adopt(old)).toEqual(['create app']);
    expect(driven.adopt(snapshot({ container: 'app', status: 'created', runtimeId: 'id-2' }))).toEqual([
      'start app',
    ]);
  });

  test('is given up in the end', () => {
    const driven = made();
    for (let remake = 2; remake <= 5; remake += 1) {
      refused(driven);
      madeAnew(driven, `id-${remake}`);
    }
    expect(refused(driven)).toEqual([]);
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
    expect(driven.state('app').reason).toBe('CannotStartContainerError: port is already allocated');
  });

  test('is not tried when another container has been made that refers to it', () => {
    const driven = begun([
      containerPlan({ name: 'app' }),
      containerPlan({ name: 'side', volumesFrom: [{ container: 'app', readOnly: false }] }),
    ]);
    driven.pulled('app');
    driven.created('app');
    driven.pulled('side');
    driven.created('side');
    expect(refused(driven)).not.toContain('create app');
    expect(driven.task).toMatchObject({ desiredStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
  });

  test('ends when the task is stopped meanwhile', () => {
    const driven = made();
    refused(driven);
    expect(driven.stop()).toEqual([]);
    madeAnew(driven, 'id-2');
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'UserInitiated' });
  });
});
