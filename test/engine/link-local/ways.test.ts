import { describe, expect, test } from 'vitest';

import { container, obedient, sh } from '../../support/agent/engine-harness.ts';
import { addressOf, answering, fetched, outputOf, port } from '../../support/agent/network.ts';
import { asking, reachable } from '../../support/link-local/echo.ts';

describe.each(['bind', 'relay'] as const)('169.254.170.2, held by %s', (way) => {
  test('answers a bridge task; the address of who asks is the container’s own', async () => {
    await using harness = await reachable(way);
    const arn = harness.run([
      container({ name: 'asks', command: sh(`${asking('/v4/one')}; hostname -i; cat`), interactive: true }),
    ]);
    await harness.running(arn);
    const { NetworkSettings: settings } = await harness.inspect(arn, 'asks');
    const address = settings.Networks?.['bridge']?.IPAddress ?? '';
    expect(harness.agent.taskAt(address)).toMatchObject({ task: { arn }, container: 'asks' });
    harness.stop(arn);
    expect(await outputOf(harness, arn, 'asks')).toBe(`GET /v4/one 0 ${address}\n${address}`);
    expect(harness.agent.taskAt(address)).toBeUndefined();
  });

  test('answers all containers of an awsvpc task, from the pool too, by the task’s address', async () => {
    await using harness = await reachable(way, { warmSandboxes: 2 });
    for (let task = 0; task < 2; task += 1) {
      const arn = harness.runAwsvpc([
        container({ name: 'one', command: sh(asking('/one')) }),
        container({ name: 'other', essential: false, command: sh(asking('/other')) }),
      ]);
      const answers = [await outputOf(harness, arn, 'one'), await outputOf(harness, arn, 'other')];
      const address = addressOf(harness.get(arn));
      expect(answers).toEqual([`GET /one 0 ${address}`, `GET /other 0 ${address}`]);
    }
  });

  test('an awsvpc task is told by its address while it lives', async () => {
    await using harness = await reachable(way);
    const arn = harness.runAwsvpc([container({ name: 'app', command: obedient })]);
    const address = addressOf(await harness.running(arn));
    expect(harness.agent.taskAt(address)).toEqual({ task: harness.get(arn) });
    harness.stop(arn);
    await harness.stopped(arn);
    expect(harness.agent.taskAt(address)).toBeUndefined();
  });

  test('answers a task on the network of the machine, and none that has no network', async () => {
    await using harness = await reachable(way);
    const host = harness.run([container({ name: 'app', command: sh(asking('/')) })], { networkMode: 'host' });
    const none = harness.run([container({ name: 'app', command: sh(asking('/')) })], { networkMode: 'none' });
    const off = harness.run([container({ name: 'app', command: sh(asking('/')), disableNetworking: true })]);
    expect(await outputOf(harness, host, 'app')).toMatch(/^GET \/ 0 /);
    expect(await outputOf(harness, none, 'app')).toBe('none');
    expect(await outputOf(harness, off, 'app')).toBe('none');
  });

  test('tasks keep their one interface and route, and nobody is in the link-local network', async () => {
    await using harness = await reachable(way);
    const look = sh('ls /sys/class/net; ip route');
    const bridge = harness.run([container({ name: 'app', command: look })]);
    const vpc = harness.runAwsvpc([container({ name: 'app', command: look })]);
    for (const arn of [bridge, vpc]) {
      const [first, second, ...routes] = (await outputOf(harness, arn, 'app')).split('\n');
      expect([first, second]).toEqual(['eth0', 'lo']);
      expect(routes.filter((route) => route.startsWith('default'))).toHaveLength(1);
      expect(routes.join()).not.toContain('169.254');
    }
    const idle = harness.run([container({ name: 'app', command: obedient })]);
    await harness.running(idle);
    const network = await harness.engine.networks.inspect(`longshore-${harness.installation}-link-local`);
    expect(network).toMatchObject({ Internal: true, Containers: {} });
    expect(network.IPAM.Config).toEqual([{ Subnet: '169.254.170.0/24', Gateway: '169.254.170.2' }]);
  });

  test('takes nobody’s port 80: a task publishes it, and all still find the agent', async () => {
    await using harness = await reachable(way);
    const web = harness.run([container({ name: 'web', command: answering('web'), ports: [port(80, 80)] })]);
    await harness.running(web);
    expect(await fetched('http://127.0.0.1/')).toBe('web');
    const bridge = harness.run([container({ name: 'app', command: sh(asking('/')) })]);
    const host = harness.run([container({ name: 'app', command: sh(asking('/')) })], { networkMode: 'host' });
    const vpc = harness.runAwsvpc([container({ name: 'app', command: sh(asking('/')) })]);
    for (const arn of [bridge, host, vpc]) expect(await outputOf(harness, arn, 'app')).toMatch(/^GET \/ 0 /);
  });

  test('carries what is large, and many at a time', async () => {
    await using harness = await reachable(way);
    const script = `
      head -c 60000 /dev/zero | tr '\\0' a >/tmp/body
      wget -q -O - --post-file /tmp/body http://169.254.170.2/body; echo
      wget -q -O - 'http://169.254.170.2/large?bytes=300000' | wc -c
      for i in $(seq 60); do wget -q -O /tmp/answer-$i "http://169.254.170.2/$i?bytes=20000" & done; wait
      cat /tmp/answer-* | wc -c
      nc 169.254.170.2 80 </dev/null; echo closed`;
    const arn = harness.run([container({ name: 'app', command: sh(script) })]);
    const output = await outputOf(harness, arn, 'app');
    const address = harness.state(arn, 'app').address ?? '';
    const [body, large, many, closed] = output.split('\n');
    expect(body).toBe(`POST /body 60000 ${address}`);
    expect(Number(large)).toBe(300_000 + `GET /large 0 ${address}`.length);
    const numbers = Array.from(
      { length: 60 },
      (_, index) => `GET /${index + 1} 0 ${address}`.length + 20_000,
    );
    expect(Number(many)).toBe(numbers.reduce((sum, each) => sum + each));
    expect(closed).toBe('closed');
  });
});
