import { expect, test } from 'vitest';

import { askerOf } from '../../support/agent/endpoint.ts';
import { container, type EngineHarness, engineHarness, sh } from '../../support/agent/engine-harness.ts';
import { addressOf, answering } from '../../support/agent/network.ts';

/** Asks again and again, and writes whether there was an answer. */
const asking = (address: string) =>
  sh(
    `while :; do if timeout 1 wget -q -O /dev/null http://${address}/; then echo well; else echo lost; fi; sleep 0.1; done`,
  );

const lastLine = async (harness: EngineHarness, arn: string): Promise<string | undefined> =>
  (await harness.logs(arn, 'app')).at(-1)?.text;

test('a black hole swallows what a task sends to a port, until it is stopped', async () => {
  await using harness = await engineHarness();
  const server = harness.runAwsvpc([container({ name: 'app', command: answering('hello') })]);
  const address = addressOf(await harness.running(server));
  const client = harness.runAwsvpc([container({ name: 'app', command: asking(address) })], {
    faultInjection: true,
  });
  await harness.running(client);
  const patient = { timeout: 15_000 };
  await expect.poll(() => lastLine(harness, client), patient).toBe('well');

  const { send } = askerOf(harness.agent.endpointHandler);
  const { endpointId } = harness.state(client, 'app');
  const body = JSON.stringify({ Port: 80, Protocol: 'tcp', TrafficType: 'egress' });
  const post = (action: string) =>
    send('POST', `/api/${endpointId}/fault/v1/network-blackhole-port/${action}`, body);
  expect((await post('start')).body).toEqual({ Status: 'running' });
  expect((await post('status')).body).toEqual({ Status: 'running' });
  await expect.poll(() => lastLine(harness, client), patient).toBe('lost');
  expect((await post('stop')).body).toEqual({ Status: 'stopped' });
  await expect.poll(() => lastLine(harness, client), patient).toBe('well');
});

test('latency is started, or it is said what the machine lacks', async () => {
  await using harness = await engineHarness();
  const arn = harness.runAwsvpc([container({ name: 'app', command: answering('hello') })], {
    faultInjection: true,
  });
  await harness.running(arn);
  const { send } = askerOf(harness.agent.endpointHandler);
  const { endpointId } = harness.state(arn, 'app');
  const post = (action: string, body: string) =>
    send('POST', `/api/${endpointId}/fault/v1/network-latency/${action}`, body);
  const body = JSON.stringify({ DelayMilliseconds: 50, JitterMilliseconds: 0, Sources: ['0.0.0.0/0'] });
  const { status, body: answer } = await post('start', body);
  if (status === 200) {
    expect(answer).toEqual({ Status: 'running' });
    expect((await post('status', '')).body).toEqual({ Status: 'running' });
    expect((await post('stop', '')).body).toEqual({ Status: 'stopped' });
  } else {
    expect(answer).toEqual({
      Error: 'faults of this kind cannot be injected here, because the kernel has no sch_prio and sch_netem',
    });
  }
});
