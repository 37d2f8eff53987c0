import { describe, expect, test } from 'vitest';

import { container, engineHarness, sh } from '../../support/agent/engine-harness.ts';
import { answering, fetched, outputOf, port } from '../../support/agent/network.ts';

const names = {
  hostname: 'box',
  dnsServers: ['192.0.2.53', '192.0.2.54'],
  dnsSearchDomains: ['example.test', 'corp.example.test'],
  extraHosts: ['db:192.0.2.7', 'db:192.0.2.8', 'cache:192.0.2.9'],
};

const look = sh(
  `hostname; grep -E "^(nameserver|search)" /etc/resolv.conf; grep -E "db|cache" /etc/hosts | tr "\\t" " "`,
);

const told = [
  'box',
  'search example.test corp.example.test',
  'nameserver 192.0.2.53',
  'nameserver 192.0.2.54',
  '192.0.2.7 db',
  '192.0.2.8 db',
  '192.0.2.9 cache',
];

describe('names of a container', () => {
  test('in bridge mode: hostname, dnsServers, dnsSearchDomains and extraHosts are obeyed', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: look, ...names })]);
    expect((await outputOf(harness, arn, 'app')).split('\n').toSorted()).toEqual(told.toSorted());
  });

  test('in awsvpc mode the task’s hold, and none of a container’s own is asked of the engine', async () => {
    await using harness = await engineHarness();
    const arn = harness.runAwsvpc([container({ name: 'app', command: look, ...names })]);
    const seen = await outputOf(harness, arn, 'app');
    expect(seen).not.toMatch(/^box$|example\.test|192\.0\.2\.(?:5|7|8|9)/m);
    expect(harness.state(arn, 'app')).not.toHaveProperty('reason');
  });

  test('disableNetworking leaves the hostname and takes the resolver’s reach', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({
        name: 'app',
        command: sh('hostname; ls /sys/class/net'),
        ...names,
        disableNetworking: true,
      }),
    ]);
    expect(await outputOf(harness, arn, 'app')).toBe('box\nlo');
  });

  test('mode none keeps the hostname and has no address', async () => {
    await using harness = await engineHarness();
    const arn = harness.run(
      [container({ name: 'app', command: sh('hostname; ip -4 -o addr | wc -l'), hostname: 'box' })],
      { networkMode: 'none' },
    );
    expect(await outputOf(harness, arn, 'app')).toBe('box\n1');
  });
});

test('bridge and awsvpc tasks live side by side, on the same port', async () => {
  await using harness = await engineHarness();
  const bridge = harness.run([container({ name: 'web', command: answering('bridge'), ports: [port(80)] })]);
  const awsvpc = harness.runAwsvpc([
    container({ name: 'web', command: answering('awsvpc'), ports: [port(80, 80)] }),
  ]);
  const [one, two] = await Promise.all([harness.running(bridge), harness.running(awsvpc)]);
  const binding = one.containers[0]?.networkBindings.find(({ bindIP }) => bindIP === '0.0.0.0');
  expect(await fetched(`http://127.0.0.1:${binding?.hostPort}/`)).toBe('bridge');
  expect(await fetched(`http://${two.networkInterface?.address}/`)).toBe('awsvpc');
});
