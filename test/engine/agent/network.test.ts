import { createServer, type AddressInfo } from 'node:net';

import { describe, expect, test } from 'vitest';

import type { PortPlan } from '../../../src/agent/model/task-plan.ts';
import type { NetworkBinding } from '../../../src/agent/model/task-record.ts';
import { container, deaf, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';

const port = (containerPort: number, hostPort = 0): PortPlan => ({
  containerPort,
  hostPort,
  protocol: 'tcp',
});

/** A web server on `ports`, each answering with its own number. */
const web = (...ports: readonly number[]): readonly string[] =>
  sh(
    [
      ...ports.map((each) => `mkdir -p /tmp/${each}; echo ${each} >/tmp/${each}/index.html`),
      ...ports.map((each) => `httpd -p ${each} -h /tmp/${each}`),
      'trap "exit 0" TERM; while :; do sleep 60 & wait $!; done',
    ].join('\n'),
  );

/** Tries until the server in the container listens. */
async function get(hostPort: number): Promise<string> {
  const url = `http://127.0.0.1:${hostPort}/`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await (await fetch(url, { headers: { connection: 'close' } })).text()).trim();
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** A port that is free now, below the range of dynamic ones. */
async function freePort(from = 20_000 + (process.pid % 5000)): Promise<number> {
  for (let candidate = from; ; candidate += 1) {
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(candidate, '0.0.0.0', () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (free) return candidate;
  }
}

const ipv4 = (bindings: readonly NetworkBinding[]): readonly NetworkBinding[] =>
  bindings.filter((binding) => binding.bindIP === '0.0.0.0');

describe('NetworkModeBridge: ports', () => {
  test('PortForward: a fixed host port answers', async () => {
    await using harness = await engineHarness();
    const hostPort = await freePort();
    const arn = harness.run([container({ name: 'web', command: web(80), ports: [port(80, hostPort)] })]);
    await harness.running(arn);
    const bindings = ipv4(harness.state(arn, 'web').networkBindings);
    expect(bindings).toEqual([{ bindIP: '0.0.0.0', containerPort: 80, hostPort, protocol: 'tcp' }]);
    expect(await get(hostPort ?? 0)).toBe('80');
  });

  test('MultiplePortForwards: each fixed host port answers for its container port', async () => {
    await using harness = await engineHarness();
    const one = await freePort();
    const two = await freePort(one + 1);
    const arn = harness.run([
      container({ name: 'web', command: web(80, 81), ports: [port(80, one), port(81, two)] }),
    ]);
    await harness.running(arn);
    expect(await Promise.all([one, two].map((hostPort) => get(hostPort)))).toEqual(['80', '81']);
  });

  test('DynamicPortForward, MultipleDynamicPortForward: each dynamic host port answers for its container port', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'web', command: web(80, 81), ports: [port(80), port(81), port(80)] }),
    ]);
    await harness.running(arn);
    const bindings = ipv4(harness.state(arn, 'web').networkBindings);
    expect(bindings.map((binding) => String(binding.containerPort)).toSorted()).toEqual(['80', '80', '81']);
    expect(new Set(bindings.map((binding) => binding.hostPort)).size).toBe(3);
    for (const { containerPort, hostPort } of bindings)
      expect(await get(hostPort ?? 0)).toBe(String(containerPort));
  });

  test('a port that something else holds', async () => {
    await using harness = await engineHarness();
    const holder = createServer().listen(0, '0.0.0.0');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port: hostPort } = holder.address() as AddressInfo;
    const arn = harness.run([container({ name: 'web', command: obedient, ports: [port(80, hostPort)] })]);
    const task = await harness.stopped(arn);
    await new Promise((resolve) => holder.close(resolve));
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' });
    expect(task.containers[0]?.reason).toMatch(
      /^CannotStartContainerError: Error response from daemon: .*address already in use/,
    );
  });

  test('a port that another task holds', async () => {
    await using harness = await engineHarness();
    const hostPort = await freePort();
    const plan = [container({ name: 'web', command: obedient, ports: [port(80, hostPort)] })];
    await harness.running(harness.run(plan));
    const second = await harness.stopped(harness.run(plan));
    expect(second.containers[0]?.reason).toMatch(/^CannotStartContainerError: .*port is already allocated/);
  });

  test('HostResourceManager: a task waits for the port of one that is stopping, and holds up no other', async () => {
    await using harness = await engineHarness();
    const hostPort = await freePort();
    const [held, other] = [port(80, hostPort), port(80, await freePort(hostPort + 1))];
    const first = harness.run([container({ name: 'web', command: deaf, ports: [held], stopTimeout: 3 })]);
    await harness.running(first);
    harness.stop(first);
    await harness.until(first, ({ lastStatus }) => lastStatus === 'STOPPING');
    const waiting = harness.run([container({ name: 'web', command: web(80), ports: [held] })]);
    const unwanted = harness.run([container({ name: 'web', command: obedient, ports: [held] })]);
    const beside = harness.run([container({ name: 'web', command: obedient, ports: [other] })]);
    await harness.running(beside);
    expect(harness.get(first).lastStatus).toBe('STOPPING');
    harness.stop(unwanted);
    expect(await harness.stopped(unwanted)).toMatchObject({ stopCode: 'UserInitiated' });
    expect(harness.get(first).lastStatus).toBe('STOPPING');
    expect(harness.get(waiting)).toMatchObject({ lastStatus: 'PENDING', containers: [{ known: 'NONE' }] });
    const { startedAt = 0 } = await harness.running(waiting);
    expect(startedAt).toBeGreaterThanOrEqual(harness.get(first).stoppedAt ?? Infinity);
    expect(await get(hostPort)).toBe('80');
  });

  test('a port of a task that has just stopped can be taken at once', async () => {
    await using harness = await engineHarness();
    const hostPort = await freePort();
    const ports = [port(80, hostPort)];
    const short = [container({ name: 'web', command: sh('exit 1'), ports })];
    const killed = [container({ name: 'web', command: deaf, ports, stopTimeout: 0 })];
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await harness.stopped(harness.run(short))).toMatchObject({ containers: [{ exitCode: 1 }] });
    }
    const arn = harness.run(killed);
    await harness.running(arn);
    harness.stop(arn);
    await harness.stopped(arn);
    expect(await harness.stopped(harness.run(short))).toMatchObject({ containers: [{ exitCode: 1 }] });
  });

  test('Linking: a linked container is reached by name and by alias', async () => {
    await using harness = await engineHarness();
    const fetchBoth = 'for host in web www; do wget -q -O - http://$host/ || exit 1; done';
    const arn = harness.run([
      container({ name: 'web', essential: false, command: web(80) }),
      container({
        name: 'client',
        command: sh(`for i in 1 2 3 4 5 6 7 8 9; do (${fetchBoth}) && exit 0; sleep 0.1; done; exit 1`),
        links: ['web', 'web:www'],
      }),
    ]);
    const task = await harness.stopped(arn);
    expect((await harness.logs(arn, 'client')).map((line) => line.text)).toEqual(['80', '80']);
    expect(task.containers.find(({ name }) => name === 'client')).toMatchObject({ exitCode: 0 });
  });
});

describe('other network modes', () => {
  test('NetworkModeHost: the container has the host’s network, and nothing is published', async () => {
    await using harness = await engineHarness();
    const hostPort = await freePort();
    const arn = harness.run(
      [container({ name: 'web', command: web(hostPort), ports: [port(hostPort, hostPort)] })],
      { networkMode: 'host' },
    );
    await harness.running(arn);
    expect(await get(hostPort ?? 0)).toBe(String(hostPort));
    expect(harness.state(arn, 'web').networkBindings).toEqual([]);
  });

  test('NetworkModeNone: the container has a loopback device and nothing else', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: sh('ls /sys/class/net') })], {
      networkMode: 'none',
    });
    await harness.stopped(arn);
    expect((await harness.logs(arn, 'app')).map((line) => line.text)).toEqual(['lo']);
    expect(harness.state(arn, 'app').networkBindings).toEqual([]);
  });

  test('disableNetworking takes the network from one container of a bridge task', async () => {
    await using harness = await engineHarness();
    const list = sh('ls /sys/class/net | tr "\\n" " "');
    const arn = harness.run([
      container({ name: 'off', essential: false, command: list, disableNetworking: true, ports: [port(80)] }),
      container({ name: 'on', essential: false, command: list }),
      container({ name: 'app', command: obedient }),
    ]);
    await harness.until(
      arn,
      (task) => task.containers.filter(({ known }) => known === 'STOPPED').length === 2,
    );
    expect((await harness.logs(arn, 'off')).map((line) => line.text)).toEqual(['lo ']);
    expect((await harness.logs(arn, 'on'))[0]?.text).toContain('eth0');
  });
});
