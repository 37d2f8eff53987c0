import { describe, expect, test } from 'vitest';

import {
  container,
  type EngineHarness,
  engineHarness,
  obedient,
  sh,
} from '../../support/agent/engine-harness.ts';
import { startOwnEngine } from '../../support/chaos/own-engine.ts';

const app = (command: readonly string[]) => [container({ name: 'app', command })];

/** Runs to its end whatever became of the engine. */
async function expectNewTasksToRun(harness: EngineHarness): Promise<void> {
  const arn = harness.run(app(sh('exit 3')));
  expect((await harness.stopped(arn)).containers[0]).toMatchObject({ exitCode: 3 });
}

describe('a restart of the engine', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'by %s ends what runs, which is told; what comes while it is away waits; new tasks run',
    { timeout: 90_000 },
    async (signal) => {
      await using engine = await startOwnEngine({ liveRestore: false });
      await using harness = await engineHarness({ host: engine.address });
      const running = harness.run(app(obedient));
      await harness.running(running);
      let begun = '';
      await engine.restart(signal, () => {
        begun = harness.run(app(sh('exit 4')));
      });
      const stopped = await harness.stopped(running);
      expect(stopped).toMatchObject({
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
      });
      // Asked to end by an engine that ends in order; killed, or ended unseen, by one that died.
      expect(signal === 'SIGTERM' ? [0] : [137, 255, 0]).toContain(stopped.containers[0]?.exitCode);
      expect((await harness.stopped(begun)).containers[0]).toMatchObject({ exitCode: 4 });
      await expectNewTasksToRun(harness);
    },
  );

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'by %s with live-restore: tasks go on, and an end that nobody saw is told',
    { timeout: 90_000 },
    async (signal) => {
      await using engine = await startOwnEngine({ liveRestore: true });
      await using harness = await engineHarness({ host: engine.address });
      const kept = harness.run(app(obedient));
      const ending = harness.run(app(sh('sleep 1; exit 5')));
      const before = await harness.running(kept);
      await harness.until(ending, ({ containers }) => containers[0]?.startedAt !== undefined);
      await engine.restart(signal, () => {});
      expect((await harness.stopped(ending)).containers[0]).toMatchObject({ exitCode: 5 });
      await expectNewTasksToRun(harness);
      expect(harness.get(kept)).toMatchObject({ lastStatus: 'RUNNING', startedAt: before.startedAt });
      harness.stop(kept);
      expect((await harness.stopped(kept)).containers[0]).toMatchObject({ exitCode: 0 });
    },
  );
});
