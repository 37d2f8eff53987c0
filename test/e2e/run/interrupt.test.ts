import { expect, test } from 'vitest';
import { shell, stubborn, waits } from '../../support/e2e/definitions.ts';
import { startRun } from '../../support/e2e/run.ts';
import { claimsIn } from '../../support/e2e/server.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

test('Ctrl-C stops the task', async () => {
  await using started = await startRun({ definition: shell(waits) });
  await started.program.until(/^main \| waiting$/m);
  started.program.signal('SIGINT');
  const { code, stderr } = await started.finished();
  expect(code).toBe(0);
  expect(stderr).toContain('Stopping the task (Ctrl-C again to kill it)');
  expect(stderr).toMatch(/task +STOPPED {2}UserInitiated: Stopped by longshore run/);
});

test('Ctrl-C twice kills a container that does not obey, without its stopTimeout', async () => {
  await using started = await startRun({ definition: shell(stubborn, { stopTimeout: 110 }) });
  await started.program.until(/^main \| stubborn$/m);
  started.program.signal('SIGINT');
  await started.program.until(/STOPPING/);
  started.program.signal('SIGINT');
  const { code, stderr } = await started.finished();
  expect(code).toBe(137);
  expect(stderr).toContain('Killing the task');
});

test('SIGTERM stops the task, too', async () => {
  await using started = await startRun({ definition: shell(waits) });
  await started.program.until(/^main \| waiting$/m);
  started.program.signal('SIGTERM');
  const { code } = await started.finished();
  expect(code).toBe(0);
});

test('a Ctrl-C while Longshore itself is starting leaves nothing', async () => {
  await using started = await startRun({ definition: shell(waits) });
  await waitFor('its installation', () => (claimsIn(started.home).length > 0 ? true : undefined));
  started.program.signal('SIGINT');
  const { code } = await started.finished();
  // 130 where no container had been started yet, else the container's own.
  expect([130, 0]).toContain(code);
  expect(claimsIn(started.home)).toEqual([]);
});
