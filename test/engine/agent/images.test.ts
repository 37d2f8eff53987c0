import { PassThrough } from 'node:stream';

import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';

import type { EngineClient } from '../../../src/docker/client.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { VirtualClock } from '../../../src/kernel/virtual-clock.ts';
import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';
import { silentRegistry } from '../../support/agent/silent-registry.ts';
import { busyboxImage } from '../../support/docker/busybox-image.ts';

/** An image on top of the test image; removed at the end. */
async function built(
  engine: EngineClient,
  instructions: string,
): Promise<{ name: string } & AsyncDisposable> {
  const name = `longshore-test/built-${randomIds.hex(12)}:1`;
  const context = pack();
  context.entry({ name: 'Dockerfile' }, `FROM ${busyboxImage}\n${instructions}\n`);
  context.finalize();
  await engine.images.build(context.pipe(new PassThrough()), { tags: [name] });
  return { name, [Symbol.asyncDispose]: () => engine.images.remove(name, { force: true }) };
}

describe('what an image brings', () => {
  test('its STOPSIGNAL is what asks the container to end', async () => {
    await using harness = await engineHarness();
    await using image = await built(harness.engine, 'STOPSIGNAL SIGUSR1');
    const command = sh('trap "exit 21" USR1; trap "exit 22" TERM; while :; do sleep 60 & wait $!; done');
    const arn = harness.run([container({ name: 'app', image: image.name, command })]);
    await harness.running(arn);
    harness.stop(arn);
    expect((await harness.stopped(arn)).containers[0]?.exitCode).toBe(21);
    await harness.agent.drain(() => {});
  });

  test('its HEALTHCHECK is ignored, its entry point, environment and user are kept', async () => {
    await using harness = await engineHarness();
    await using image = await built(
      harness.engine,
      'HEALTHCHECK --interval=1s CMD true\nENV FROM_IMAGE=yes\nUSER nobody\nENTRYPOINT ["sh", "-c"]',
    );
    const command = ['echo $FROM_IMAGE $(id -un); trap "exit 0" TERM; sleep 60 & wait $!'];
    const arn = harness.run([container({ name: 'app', image: image.name, command })]);
    const task = await harness.running(arn);
    expect(task.containers[0]).not.toHaveProperty('health');
    const { State: state } = await harness.inspect(arn, 'app');
    expect(state.Health?.Status ?? 'none').toBe('none');
    harness.stop(arn);
    await harness.stopped(arn);
    expect((await harness.logs(arn, 'app')).map((line) => line.text)).toEqual(['yes nobody']);
    await harness.agent.drain(() => {});
  });

  test('its id is in the record', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: sh('exit 0') })]);
    await harness.stopped(arn);
    const { Id } = await harness.engine.images.inspect(busyboxImage);
    expect(harness.state(arn, 'app').imageId).toBe(Id);
    expect((await harness.inspect(arn, 'app')).Image).toBe(Id);
  });
});

describe('an image that is not there', () => {
  test('TaskStopWhenPullImageFail: after five attempts the engine’s own words are the reason', async () => {
    const backendClock = new VirtualClock();
    await using harness = await engineHarness({ backendClock });
    const arn = harness.run([
      container({ name: 'app', image: '127.0.0.1:1/none:1' }),
      container({ name: 'side', command: obedient, essential: false }),
    ]);
    const attempts: string[] = [];
    const watching = (async () => {
      for await (const event of harness.agent.watch(arn, AbortSignal.timeout(30_000)) ?? []) {
        if (event.kind !== 'pull') continue;
        attempts.push(event.status);
        if (event.status !== 'Waiting to try again') continue;
        // The waits between attempts are virtual, and not over before the other container runs; the refusals
        // are the engine's.
        await harness.until(arn, ({ containers }) => containers[1]?.known === 'RUNNING');
        setImmediate(() => void backendClock.advance(5000));
      }
    })();
    const task = await harness.stopped(arn);
    await watching;
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' });
    expect(task.containers[0]?.reason).toMatch(
      /^CannotPullContainerError: Error response from daemon: .*127\.0\.0\.1:1.*connection refused/,
    );
    expect(attempts.filter((status) => status === 'Waiting to try again')).toHaveLength(4);
    expect(task.pullStartedAt).toBeTypeOf('number');
    expect(task.pullStoppedAt).toBeGreaterThan(task.pullStartedAt ?? Infinity);
    expect(task).not.toHaveProperty('startedAt');
    expect(task.containers[1]?.exitCode).toBe(0);
  });

  test('a name that no registry can have is refused without trying again', async () => {
    await using harness = await engineHarness({ backendClock: new VirtualClock() });
    const task = await harness.stopped(harness.run([container({ name: 'app', image: 'Not A Name' })]));
    expect(task.containers[0]?.reason).toMatch(/^CannotPullContainerError: .*invalid reference format/);
  });

  test('StopTask during a pull ends the task at once', async () => {
    await using registry = await silentRegistry();
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', image: `${registry.address}/none:1` })]);
    await registry.asked;
    harness.stop(arn);
    const task = await harness.stopped(arn);
    expect(task).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' });
    expect(task.containers[0]).toMatchObject({ known: 'STOPPED' });
    expect(task.containers[0]).not.toHaveProperty('reason');
  });
});
