import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';

import { describeTask } from '../../../src/services/ecs/model/tasks/describe-task.ts';
import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';

const get = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text();

/** A web server on each port that answers with the port. */
const web = (...ports: readonly number[]): readonly string[] =>
  sh(
    [
      ...ports.map((port) => `mkdir -p /w/${port}; echo -n ${port} >/w/${port}/index.html`),
      ...ports.map((port) => `httpd -p ${port} -h /w/${port}`),
      'trap "exit 0" TERM; while :; do sleep 60 & wait $!; done',
    ].join('\n'),
  );

describe('containerPortRange', () => {
  test('is published on as many host ports in a row, and told as one binding', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({
        name: 'web',
        command: web(80, 8000, 8001, 8002),
        ports: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }],
        portRanges: [{ first: 8000, last: 8002, protocol: 'tcp' }],
      }),
    ]);
    await harness.running(arn);
    const bindings = describeTask(harness.get(arn)).containers?.[0]?.networkBindings ?? [];
    const ipv4 = bindings.filter(({ bindIP }) => bindIP === '0.0.0.0');
    expect(ipv4).toHaveLength(2);
    const ranged = ipv4.find(({ containerPortRange }) => containerPortRange !== undefined);
    expect(ranged).toEqual({
      bindIP: '0.0.0.0',
      containerPortRange: '8000-8002',
      hostPortRange: expect.stringMatching(/^\d+-\d+$/),
      protocol: 'tcp',
    });
    const [first = 0, last] = (ranged?.hostPortRange ?? '').split('-').map(Number);
    expect(last).toBe(first + 2);
    for (const index of [0, 1, 2]) expect(await get(first + index)).toBe(String(8000 + index));
  });

  test('two tasks with the same range do not meet, nor with what the host listens on', async () => {
    await using harness = await engineHarness();
    const plan = [
      container({
        name: 'app',
        command: obedient,
        portRanges: [{ first: 8000, last: 8004, protocol: 'tcp' }],
      }),
    ];
    const first = harness.run(plan);
    await harness.running(first);
    const rangeOf = (arn: string): readonly number[] =>
      (harness.state(arn, 'app').networkBindings[0]?.hostPortRange ?? '').split('-').map(Number);
    const [low = 0] = rangeOf(first);
    // In the way of where the next one would be.
    const inTheWay = createServer().listen(low - 3, '0.0.0.0');
    try {
      const second = harness.run(plan);
      await harness.running(second);
      expect(rangeOf(second)[1]).toBe(low - 4);
    } finally {
      inTheWay.close();
    }
  });

  test('a port that another program takes before the start: the range is another', async () => {
    await using harness = await engineHarness();
    const portRanges = [{ first: 8000, last: 8002, protocol: 'tcp' as const }];
    const plan = [container({ name: 'app', command: obedient, portRanges })];
    const first = harness.run(plan);
    await harness.running(first);
    const low = Number(harness.state(first, 'app').networkBindings[0]?.hostPortRange?.split('-')[0]);
    const second = harness.run(plan);
    await harness.until(second, ({ containers }) => containers[0]?.known === 'CREATED');
    // In the midst of the range that has been chosen.
    const other = createServer().listen(low - 2, '0.0.0.0');
    try {
      await harness.running(second);
      const { runtimeId, discarded, networkBindings } = harness.state(second, 'app');
      expect(discarded).toHaveLength(1);
      expect(networkBindings[0]?.hostPortRange).toBe(`${low - 6}-${low - 4}`);
      const containers = (await harness.left()).filter((thing) => thing.startsWith('container'));
      expect(containers).toHaveLength(2);
      expect(containers).toContain(`container ${runtimeId}`);
    } finally {
      other.close();
    }
  });

  test('a range is of its protocol', async () => {
    await using harness = await engineHarness();
    const portRanges = [{ first: 5000, last: 5001, protocol: 'udp' as const }];
    const arn = harness.run([container({ name: 'app', command: obedient, portRanges })]);
    await harness.running(arn);
    expect(harness.state(arn, 'app').networkBindings[0]).toMatchObject({
      containerPortRange: '5000-5001',
      protocol: 'udp',
    });
  });

  test('more bindings than ECS knows', async () => {
    await using harness = await engineHarness();
    const portRanges = Array.from({ length: 101 }, (_, index) => ({
      first: 1000 + index * 2,
      last: 1001 + index * 2,
      protocol: 'tcp' as const,
    }));
    const arn = harness.run([container({ name: 'app', command: obedient, portRanges })]);
    const task = await harness.stopped(arn);
    expect(task.containers[0]?.reason).toBe(
      'CannotCreateContainerError: no. of network bindings 101 is more than the maximum supported no. 100, ' +
        `container: app task: ${arn}`,
    );
  });
});
