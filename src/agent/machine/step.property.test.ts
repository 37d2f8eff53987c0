import fc from 'fast-check';
import { expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../../test/support/agent/tasks.ts';
import type { ContainerSnapshot } from '../backends/backend.ts';
import { containerStatuses, taskStatuses } from '../model/status.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { Effect, Observation } from './observation.ts';
import { requestStop } from './request-stop.ts';
import { step } from './step.ts';

/** An engine that obeys, fails, forgets and tells things late, late again or not at all. */
class FaultyEngine {
  task: TaskRecord;
  now = 1_000_000;
  inFlight: Effect[] = [];
  wakeAt: number | undefined;
  readonly containers = new Map<string, ContainerSnapshot>();

  constructor(task: TaskRecord) {
    this.task = task;
  }

  observe(observation: Observation): void {
    const before = this.task;
    const { task, effects, wakeAt } = step(before, observation, this.now);
    checkForward(before, task);
    checkActivation(before, observation, task);
    const cancelled = new Set(
      effects.flatMap((effect) => (effect.kind === 'cancel' ? [effect.container] : [])),
    );
    this.inFlight = this.inFlight.filter(
      (effect) => effect.kind === 'stage' || !cancelled.has(effect.container),
    );
    this.inFlight.push(...effects.filter((effect) => effect.kind !== 'cancel'));
    this.wakeAt = wakeAt;
    this.task = task;
  }

  stop(): void {
    this.task = requestStop(this.task, { code: 'UserInitiated', reason: 'because' }, this.now);
    this.observe({ kind: 'desired-changed' });
  }

  /** Longshore is killed and started again: what was in flight is lost, whether it had happened or not. */
  crash(happened: boolean): void {
    const lost = this.inFlight;
    this.inFlight = [];
    if (happened) for (const effect of lost) this.#act(effect, false);
    this.observe({ kind: 'adopted', containers: [...this.containers.values()] });
  }

  complete(index: number, succeeds: boolean): void {
    const [effect] = this.inFlight.splice(index % Math.max(1, this.inFlight.length), 1);
    if (effect === undefined) return;
    this.now += 5;
    const result = this.#act(effect, !succeeds);
    if (result !== undefined) this.observe(result);
  }

  /** A start is not answered in time, whether it had happened or not. */
  timeOut(happened: boolean): void {
    const effect = this.inFlight.find(({ kind }) => kind === 'start');
    if (effect?.kind !== 'start') return;
    this.inFlight = this.inFlight.filter((other) => other !== effect);
    this.now += 180_000;
    if (happened) this.#act(effect, false);
    const error = { name: 'DockerTimeoutError', message: 'Could not transition to running' };
    this.observe({ kind: 'failed', container: effect.container, effect: 'start', error });
  }

  /** A start fails in a way that a container made anew may not. */
  refuse(): void {
    const effect = this.inFlight.find(({ kind }) => kind === 'start');
    if (effect?.kind !== 'start') return;
    this.inFlight = this.inFlight.filter((other) => other !== effect);
    this.now += 5;
    const error = { name: 'CannotDoError', message: 'no' };
    this.observe({ kind: 'failed', container: effect.container, effect: 'start', error, remake: true });
  }

  exit(index: number, exitCode: number, told: boolean): void {
    const running = [...this.containers.values()].filter((container) => container.status === 'running');
    const container = running[index % Math.max(1, running.length)];
    if (container === undefined) return;
    this.now += 5;
    const snapshot: ContainerSnapshot = { ...container, status: 'exited', exitCode, finishedAt: this.now };
    this.containers.set(container.container, snapshot);
    if (told) this.observe({ kind: 'seen', snapshot });
  }

  relist(): void {
    for (const snapshot of this.containers.values()) this.observe({ kind: 'seen', snapshot });
  }

  #act(effect: Effect, fails: boolean): Observation | undefined {
    if (effect.kind === 'stage') {
      const error = { name: 'ResourceInitializationError', message: 'no' };
      return fails
        ? { kind: 'stage-failed', stage: effect.stage, error }
        : { kind: 'stage-done', stage: effect.stage };
    }
    const { container } = effect;
    if (effect.kind !== 'cancel' && fails) {
      return {
        kind: 'failed',
        container,
        effect: effect.kind,
        error: { name: 'CannotDoError', message: 'no' },
      };
    }
    const known = this.containers.get(container);
    switch (effect.kind) {
      case 'pull':
        return { kind: 'pulled', container, imageId: 'sha256:1', pulled: true };
      case 'create': {
        const discarded = this.task.containers.find(({ name }) => name === container)?.discarded ?? [];
        const isThere = known !== undefined && !discarded.includes(known.runtimeId);
        const snapshot = isThere ? known : this.#made(container, discarded.length);
        this.containers.set(container, snapshot);
        return { kind: 'created', container, runtimeId: snapshot.runtimeId };
      }
      case 'start': {
        if (known === undefined) return { kind: 'vanished', container };
        const snapshot: ContainerSnapshot = {
          ...known,
          status: 'running',
          startedAt: this.now,
          health: 'HEALTHY',
        };
        this.containers.set(container, snapshot);
        return { kind: 'seen', snapshot };
      }
      case 'stop': {
        if (known === undefined) return { kind: 'vanished', container };
        if (known.status !== 'running') return { kind: 'seen', snapshot: known };
        const snapshot: ContainerSnapshot = {
          ...known,
          status: 'exited',
          exitCode: 143,
          finishedAt: this.now,
        };
        this.containers.set(container, snapshot);
        return { kind: 'seen', snapshot };
      }
      case 'cancel':
        return undefined;
    }
  }

  #made(container: string, attempt: number): ContainerSnapshot {
    return {
      runtimeId: `id-${container}-${attempt}`,
      engineName: container,
      taskArn: this.task.arn,
      container,
      status: 'created',
      outOfMemory: false,
      bindings: [],
      createdAt: this.now,
    };
  }
}

/** What a failed activation leaves has never run, and ends with its reason unless it was to end already. */
function checkActivation(before: TaskRecord, observation: Observation, after: TaskRecord): void {
  if (observation.kind !== 'stage-failed' || observation.stage !== 'activate') return;
  expect(after).toMatchObject({ desiredStatus: 'STOPPED' });
  expect(after.lastStatus).not.toBe('RUNNING');
  if (before.desiredStatus === 'STOPPED') return;
  expect(after).toMatchObject({
    stopCode: 'TaskFailedToStart',
    stoppedReason: 'ResourceInitializationError: no',
  });
}

function checkForward(before: TaskRecord, after: TaskRecord): void {
  expect(taskStatuses.indexOf(after.lastStatus)).toBeGreaterThanOrEqual(
    taskStatuses.indexOf(before.lastStatus),
  );
  expect(after.version).toBeGreaterThanOrEqual(before.version);
  if (before.desiredStatus === 'STOPPED') expect(after.desiredStatus).toBe('STOPPED');
  if (after.stopCode === 'TaskFailedToStart') expect(after.startedAt).toBeUndefined();
  for (const [index, state] of after.containers.entries()) {
    const was = before.containers[index];
    if (was === undefined) throw new Error('a container was lost');
    expect(containerStatuses.indexOf(state.known)).toBeGreaterThanOrEqual(
      containerStatuses.indexOf(was.known),
    );
    if (was.reason !== undefined) expect(state.reason).toBe(was.reason);
    if (was.exitCode !== undefined) expect(state.exitCode).toBe(was.exitCode);
    if (was.startedAt !== undefined) expect(state.startedAt).toBe(was.startedAt);
  }
}

const condition = fc.constantFrom('START', 'COMPLETE', 'SUCCESS', 'HEALTHY');

/** One to five containers, each depending only on earlier ones; at least one is essential. */
const plans: fc.Arbitrary<ContainerPlan[]> = fc
  .array(
    fc.record({
      essential: fc.boolean(),
      edges: fc.array(fc.record({ to: fc.nat(4), condition }), { maxLength: 3 }),
      startTimeout: fc.option(fc.integer({ min: 2, max: 120 }), { nil: undefined }),
      restarts: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((shapes) =>
    shapes.map((shape, index) =>
      containerPlan({
        name: `c${index}`,
        essential: shape.essential || index === shapes.length - 1,
        dependsOn: shape.edges
          .filter((edge) => edge.to < index)
          .map((edge) => ({ container: `c${edge.to}`, condition: edge.condition })),
        ...(shape.startTimeout === undefined ? {} : { startTimeout: shape.startTimeout }),
        ...(shape.restarts ? { restartPolicy: { ignoredExitCodes: [7], attemptPeriod: 60 } } : {}),
      }),
    ),
  );

const stageSets = fc.constantFrom<TaskRecord['plan']['stages']>(
  [],
  ['provision', 'deprovision'],
  ['activate', 'deactivate'],
  ['provision', 'activate', 'deactivate', 'deprovision'],
);

const happening = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('complete'), index: fc.nat(8), good: fc.boolean() }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('complete'), index: fc.nat(8), good: fc.constant(true) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('exit'), index: fc.nat(4), good: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('crash'), index: fc.constant(0), good: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('relist'), index: fc.constant(0), good: fc.constant(true) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('time-out'), index: fc.constant(0), good: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('refuse'), index: fc.constant(0), good: fc.constant(false) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait'), index: fc.nat(200), good: fc.constant(true) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('stop'), index: fc.constant(0), good: fc.constant(true) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('kill'), index: fc.constant(0), good: fc.constant(true) }),
  },
);

test('whatever happens in whatever order, statuses go forward and a task asked to stop ends whole', () => {
  fc.assert(
    fc.property(
      plans,
      stageSets,
      fc.array(happening, { maxLength: 60 }),
      (containers, stages, happenings) => {
        const engine = new FaultyEngine(taskRecord(containers, { stages }));
        engine.observe({ kind: 'adopted', containers: [] });
        for (const { kind, index, good } of happenings) {
          if (kind === 'complete') engine.complete(index, good);
          else if (kind === 'exit') engine.exit(index, index % 3, good);
          else if (kind === 'crash') engine.crash(good);
          else if (kind === 'relist') engine.relist();
          else if (kind === 'time-out') engine.timeOut(good);
          else if (kind === 'refuse') engine.refuse();
          else if (kind === 'stop') engine.stop();
          else if (kind === 'kill') engine.observe({ kind: 'kill-requested' });
          else {
            engine.now += index * 1000;
            engine.observe({ kind: 'tick' });
          }
        }
        engine.relist();
        engine.stop();
        for (let turn = 0; turn < 200 && engine.task.lastStatus !== 'STOPPED'; turn += 1) {
          if (engine.inFlight.length > 0) engine.complete(0, true);
          else if (engine.wakeAt !== undefined) {
            engine.now = Math.max(engine.now, engine.wakeAt);
            engine.observe({ kind: 'tick' });
          } else break;
        }
        expect(engine.task).toMatchObject({ lastStatus: 'STOPPED', desiredStatus: 'STOPPED' });
        expect(engine.task.stopCode).toBeTypeOf('string');
        expect(engine.task.stoppedReason).toBeTypeOf('string');
        expect(engine.task.stoppedAt).toBeTypeOf('number');
        for (const state of engine.task.containers) {
          expect(state).toMatchObject({ known: 'STOPPED' });
          const seen = engine.containers.get(state.name);
          // One that the engine would not stop is given up after five attempts and has no exit code.
          if (state.startedAt !== undefined && seen?.status === 'exited' && state.reason === undefined) {
            expect(state.exitCode).toBeTypeOf('number');
          }
        }
      },
    ),
    { numRuns: 1500 },
  );
});
