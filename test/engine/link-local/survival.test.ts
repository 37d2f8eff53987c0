import { describe, expect, test } from 'vitest';

import { linkLocalLabel } from '../../../src/agent/backends/docker/labels.ts';
import { startOwnEngine } from '../../support/chaos/own-engine.ts';
import { container, type EngineHarness, engineHarness, sh } from '../../support/agent/engine-harness.ts';
import { outputOf } from '../../support/agent/network.ts';
import { leftBehind } from '../../support/e2e/left-behind.ts';
import { startServer, temporaryDirectory } from '../../support/e2e/server.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';
import { echo, held, reachable } from '../../support/link-local/echo.ts';

/** Asks every tenth of a second until there is an answer. */
const patient = sh('until wget -q -O - http://169.254.170.2/ 2>/dev/null; do sleep 0.1; done');

const networkOf = (harness: EngineHarness): string => `longshore-${harness.installation}-link-local`;

async function answers(harness: EngineHarness): Promise<void> {
  const arn = harness.run([container({ name: 'app', command: patient })]);
  expect(await outputOf(harness, arn, 'app')).toMatch(/^GET \/ 0 /);
}

describe.each(['bind', 'relay'] as const)('169.254.170.2, held by %s, is there again', (way) => {
  test('after somebody has removed its network', async () => {
    await using harness = await reachable(way);
    await harness.engine.networks.remove(networkOf(harness));
    harness.linkLocal.check();
    await answers(harness);
  });

  test('after somebody has removed the relay', async () => {
    await using harness = await reachable(way);
    const filters = { label: [linkLocalLabel] };
    for (const { Id } of await harness.engine.containers.list({ filters }))
      await harness.engine.containers.remove(Id, { force: true });
    await answers(harness);
  });

  test('for a task that was running when the agent died and came again', async () => {
    await using harness = await reachable(way);
    const arn = harness.run([
      container({
        name: 'app',
        command: sh('until [ -e /go ]; do sleep 0.1; done; wget -O - http://169.254.170.2/'),
      }),
    ]);
    await harness.running(arn);
    await harness.crash();
    harness.restart();
    await held(harness, way);
    const { runtimeId = '' } = harness.state(arn, 'app');
    const exec = await harness.engine.exec.create(runtimeId, { Cmd: ['touch', '/go'] });
    await harness.engine.exec.startDetached(exec);
    const output = await outputOf(harness, arn, 'app');
    const { address } = harness.state(arn, 'app');
    expect(output).toContain(`GET / 0 ${address}`);
  });
});

describe('two Longshores on one engine', () => {
  test.each([
    ['bind', 'bind'],
    ['bind', 'relay'],
    ['relay', 'bind'],
    ['relay', 'relay'],
  ] as const)('the one by %s has the address; the one by %s says so, and has it next', async (way, next) => {
    await using undo = new AsyncDisposableStack();
    undo.use(await reachable(way));
    await using second = await engineHarness({ linkLocal: { wish: next, handler: echo } });
    await waitFor('the second to find the address taken', () =>
      JSON.stringify(second.linkLocal.state).includes('by another Longshore') ? true : undefined,
    );
    await undo.disposeAsync();
    await held(second, next);
    await answers(second);
  });
});

describe('an engine that is not on this machine’s network', () => {
  test('is reached through a relay, also after it was restarted', { timeout: 90_000 }, async () => {
    await using engine = await startOwnEngine({ liveRestore: false });
    const linkLocal = { wish: 'auto', handler: echo } as const;
    await using harness = await engineHarness({ host: engine.address, linkLocal });
    await held(harness, 'relay');
    await answers(harness);
    await engine.restart('SIGKILL', () => {});
    await answers(harness);
  });
});

describe('kill -9 of a server', () => {
  test.each(['bind', 'relay'])('that holds the address by %s ends its relay', async (way) => {
    await using data = await temporaryDirectory();
    const args = ['--data-dir', data.path, '--link-local', way];
    const isHeld = (endpoint: string): Promise<true> =>
      waitFor('the address to be held', async () => {
        const health = await fetch(`${endpoint}/_longshore/health`);
        return (await health.text()).includes(`"linkLocal":{"way":"${way}"}`) ? true : undefined;
      });
    const killed = await startServer({ args });
    await isHeld(killed.endpoint);
    const label = `longshore.installation=${killed.installation}`;
    const relays = async (): Promise<readonly string[]> =>
      (await leftBehind(label)).filter((thing) => thing.startsWith('container '));
    expect(await relays()).toHaveLength(1);
    await killed.crash();
    await waitFor('the relay to end', async () => ((await relays()).length === 0 ? true : undefined));
    await using server = await startServer({ args });
    await isHeld(server.endpoint);
  });
});
