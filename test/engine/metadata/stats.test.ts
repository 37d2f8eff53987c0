import { expect, test } from 'vitest';

import { askerOf } from '../../support/agent/endpoint.ts';
import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';

const writing = sh('while :; do echo x | nc -w1 -u 172.17.0.1 9 >/dev/null 2>&1; sleep 0.1; done');

test('the first question waits for the engine, and those that follow are answered at once', async () => {
  await using harness = await engineHarness();
  const arn = harness.run([container({ name: 'app', command: writing })]);
  await harness.running(arn);
  const { endpointId, runtimeId } = harness.state(arn, 'app');
  const { get } = askerOf(harness.agent.endpointHandler);
  const first = await get(`/v4/${endpointId}/stats`);
  expect(first).toMatchObject({
    status: 200,
    body: {
      id: runtimeId,
      read: expect.any(String),
      cpu_stats: { cpu_usage: { total_usage: expect.any(Number) } },
      memory_stats: { usage: expect.any(Number) },
      networks: { eth0: { rx_bytes: expect.any(Number) } },
    },
  });
  const begun = performance.now();
  for (let question = 0; question < 20; question += 1) await get(`/v4/${endpointId}/stats`);
  expect((performance.now() - begun) / 20).toBeLessThan(10);

  const rates = {
    network_rate_stats: { rx_bytes_per_sec: expect.any(Number), tx_bytes_per_sec: expect.any(Number) },
  };
  await expect
    .poll(async () => (await get(`/v4/${endpointId}/task/stats`)).body, { timeout: 10_000 })
    .toMatchObject({ [runtimeId ?? '']: rates });
  expect((await get(`/v3/${endpointId}/stats`)).body).not.toHaveProperty('network_rate_stats');
});

test('in awsvpc mode the network’s numbers are there, though the engine gives the container none', async () => {
  await using harness = await engineHarness();
  const arn = harness.runAwsvpc([container({ name: 'app', command: obedient })]);
  const { sandboxId } = await harness.running(arn);
  const { endpointId, runtimeId } = harness.state(arn, 'app');
  const { get } = askerOf(harness.agent.endpointHandler);
  const networks = { eth0: { rx_bytes: expect.any(Number) } };
  expect((await get(`/v4/${endpointId}/stats`)).body).toMatchObject({ networks });
  expect((await get(`/v4/${endpointId}/task/stats`)).body).toMatchObject({
    [runtimeId ?? '']: { networks },
    [sandboxId ?? '']: { networks },
  });
});

test('a container that has ended has none', async () => {
  await using harness = await engineHarness();
  const arn = harness.run([
    container({ name: 'app', command: obedient }),
    container({ name: 'short', essential: false, command: sh('true') }),
  ]);
  await harness.until(arn, ({ containers }) => containers.some(({ known }) => known === 'STOPPED'));
  const { endpointId, runtimeId } = harness.state(arn, 'short');
  const { get } = askerOf(harness.agent.endpointHandler);
  expect(await get(`/v4/${endpointId}/stats`)).toMatchObject({
    status: 500,
    body: `Unable to get container stats for: ${runtimeId}`,
  });
});
