import { describe, expect, test } from 'vitest';

import { VirtualClock } from '../../../src/kernel/virtual-clock.ts';
import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';
import { startRegistry } from '../../support/registry.ts';

const short = sh('exit 0');

describe('a pull', () => {
  test('StartStopUnpulledImage: brings the image, tells how it goes, and leaves its times and digest in the record', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    const digest = await registry.push('team/app', '1', { size: 3_000_000 });
    const arn = harness.run([
      container({ name: 'app', image: `${registry.address}/team/app:1`, command: short }),
    ]);
    const events = await harness.watch(arn);
    const task = harness.get(arn);
    expect(task.containers[0]).toMatchObject({ exitCode: 0, imageDigest: digest });
    const { createdAt, pullStartedAt = 0, pullStoppedAt = 0, startedAt = 0 } = task;
    expect([createdAt, pullStartedAt, pullStoppedAt, startedAt]).toEqual(
      [createdAt, pullStartedAt, pullStoppedAt, startedAt].toSorted((a, b) => a - b),
    );
    const pulls = events.filter((event) => event.kind === 'pull');
    expect(pulls[0]).toMatchObject({ container: 'app', status: 'Pulling', current: 0 });
    const last = pulls.findLast((event) => event.status === 'Downloading');
    expect(last?.total).toBeGreaterThan(3_000_000);
    await harness.agent.drain(() => {});
  });

  test('ImageWithDigest: by digest takes that image, whatever its tag has become', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    const before = await registry.push('app', '1', { environment: ['WHICH=before'] });
    const after = await registry.push('app', '1', { environment: ['WHICH=after'] });
    const images = [`app@${before}`, `app:1@${before}`, 'app:1', `app:1@${before}`];
    for (const [index, image] of images.entries()) {
      const command = sh('echo $WHICH');
      const arn = harness.run([container({ name: 'app', image: `${registry.address}/${image}`, command })]);
      // oxlint-disable-next-line no-await-in-loop -- One after the other: the engine then has both images.
      const task = await harness.stopped(arn);
      const [which, digest] = image === 'app:1' ? ['after', after] : ['before', before];
      expect(task.containers[0], image).toMatchObject({ exitCode: 0, imageDigest: digest });
      expect(task.pullStartedAt !== undefined, image).toBe(index === 0 || image === 'app:1');
      // oxlint-disable-next-line no-await-in-loop
      expect((await harness.logs(arn, 'app')).map(({ text }) => text)).toEqual([which]);
    }
    await harness.agent.drain(() => {});
  });

  test('PullContainerWithAndWithoutDigest: a tag and its digest are one image in one task', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    const digest = await registry.push('app', '1');
    const images = ['app:1', `app@${digest}`, `app:1@${digest}`];
    const arn = harness.run(
      images.map((image, index) =>
        container({ name: `c${index}`, image: `${registry.address}/${image}`, command: short }),
      ),
    );
    const { containers } = await harness.stopped(arn);
    const [first] = containers;
    for (const each of containers)
      expect(each).toMatchObject({ imageDigest: digest, imageId: first?.imageId });
    await harness.agent.drain(() => {});
  });

  test('is tried again when the registry fails', async () => {
    const backendClock = new VirtualClock();
    await using harness = await engineHarness({ backendClock });
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    registry.fail('/app/manifests/', 500, 2);
    const arn = harness.run([container({ name: 'app', image: `${registry.address}/app:1`, command: short })]);
    let waits = 0;
    for await (const event of harness.agent.watch(arn, AbortSignal.timeout(30_000)) ?? []) {
      if (event.kind !== 'pull' || event.status !== 'Waiting to try again') continue;
      waits += 1;
      // The waits between attempts are virtual; the refusals are the registry's.
      setImmediate(() => void backendClock.advance(5000));
    }
    expect(harness.state(arn, 'app').exitCode).toBe(0);
    expect(waits).toBeGreaterThan(0);
    await harness.agent.drain(() => {});
  });

  test('that stands still for a minute is given up, and tried again', async () => {
    const backendClock = new VirtualClock();
    await using harness = await engineHarness({ backendClock });
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    registry.hold('/app/blobs/');
    const arn = harness.run([container({ name: 'app', image: `${registry.address}/app:1`, command: short })]);
    let waits = 0;
    for await (const event of harness.agent.watch(arn, AbortSignal.timeout(30_000)) ?? []) {
      if (event.kind !== 'pull') continue;
      if (event.status === 'Waiting to try again') waits += 1;
      if (event.status.startsWith('Pulling fs layer') || event.status === 'Waiting to try again') {
        setImmediate(() => void backendClock.advance(61_000));
      }
    }
    expect(harness.state(arn, 'app').reason).toBe(
      'CannotPullContainerError: inactivity time exceeded timeout while pulling image',
    );
    expect(waits).toBe(4);
    expect(harness.get(arn).pullStoppedAt).toBeTypeOf('number');
  });
});

describe('pulls side by side', () => {
  test('one that takes long does not hold up another', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    await Promise.all([registry.push('slow', '1'), registry.push('fast', '1')]);
    const slow = registry.hold('/slow/blobs/');
    const arn = harness.run([
      container({ name: 'slow', image: `${registry.address}/slow:1`, command: obedient }),
      container({ name: 'fast', image: `${registry.address}/fast:1`, command: obedient }),
    ]);
    await registry.asked('/slow/blobs/');
    await harness.until(arn, (task) => task.containers[1]?.known === 'RUNNING');
    expect(harness.state(arn, 'slow').known).toBe('NONE');
    expect(harness.get(arn).lastStatus).toBe('PENDING');
    slow.release();
    await harness.running(arn);
    harness.stop(arn);
    await harness.stopped(arn);
    await harness.agent.drain(() => {});
  });

  test('an image that several tasks want is fetched once, and each has the times of it', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    const blobs = registry.hold('/app/blobs/');
    const app = container({ name: 'app', image: `${registry.address}/app:1`, command: short });
    const first = harness.run([app]);
    await registry.asked('/app/blobs/');
    const second = harness.run([app, { ...app, name: 'again' }]);
    await harness.until(second, ({ pullStartedAt }) => pullStartedAt !== undefined);
    blobs.release();
    for (const arn of [first, second]) {
      // oxlint-disable-next-line no-await-in-loop
      const { containers, pullStartedAt, pullStoppedAt } = await harness.stopped(arn);
      expect(containers.map(({ exitCode }) => exitCode)).toEqual(containers.map(() => 0));
      expect(pullStoppedAt).toBeGreaterThan(pullStartedAt ?? Infinity);
    }
    expect(registry.pulls('app', '1')).toBe(1);
    await harness.agent.drain(() => {});
  });

  test('StopTask during a download ends the task and the download', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    // More than the sockets between the two can hold.
    await registry.push('app', '1', { size: 20_000_000 });
    const blobs = registry.hold('/app/blobs/');
    const arn = harness.run([container({ name: 'app', image: `${registry.address}/app:1`, command: short })]);
    await registry.asked('/app/blobs/');
    harness.stop(arn);
    const task = await harness.stopped(arn);
    expect(task).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' });
    expect(task.containers[0]).not.toHaveProperty('reason');
    // The engine hangs up when it next hears of the download.
    blobs.release();
    await blobs.hungUp;
  });
});
