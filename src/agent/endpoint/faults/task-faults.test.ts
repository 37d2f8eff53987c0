import { describe, expect, test } from 'vitest';

import { endpointHarness } from '../../../../test/support/agent/endpoint.ts';
import { fargateTask } from '../../../../test/support/agent/told-tasks.ts';
import type { TaskRecord } from '../../model/task-record.ts';
import { FaultsUnavailable } from './fault.ts';

const [{ endpointId: id = '' } = {}] = fargateTask().containers;

const faulty = (networkMode: TaskRecord['plan']['networkMode'] = 'awsvpc'): TaskRecord => {
  const task = fargateTask();
  return { ...task, plan: { ...task.plan, networkMode, faultInjection: true } };
};

function told(task = faulty()) {
  const harness = endpointHarness();
  harness.tasks.put(task);
  const post = async (path: string, body: unknown = '') => {
    await harness.clock.advance(5000);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return harness.send('POST', `/api/${id}/fault/v1/${path}`, text);
  };
  return { ...harness, post };
}

const port = { Port: 8080, Protocol: 'tcp', TrafficType: 'egress' };
const latency = { DelayMilliseconds: 100, JitterMilliseconds: 0, Sources: ['10.0.0.0/8'] };
const loss = { LossPercent: 10, Sources: ['10.0.0.1'], SourcesToFilter: ['10.0.0.2'] };

const status = (text: string) => ({ status: 200, body: { Status: text } });
const refused = (code: number, text: string) => ({
  status: code,
  type: 'application/json',
  body: { Error: text },
});

describe('a black hole', () => {
  test('is started, seen and stopped, port by port', async () => {
    const { post, faults } = told();
    expect(await post('network-blackhole-port/status', port)).toMatchObject(status('not-running'));
    expect(await post('network-blackhole-port/start', port)).toMatchObject(status('running'));
    expect(await post('network-blackhole-port/start', port)).toMatchObject(status('running'));
    expect(await post('network-blackhole-port/status', port)).toMatchObject(status('running'));
    expect(await post('network-blackhole-port/status', { ...port, Port: 81 })).toMatchObject(
      status('not-running'),
    );
    expect(await post('network-blackhole-port/stop', port)).toMatchObject(status('stopped'));
    expect(await post('network-blackhole-port/stop', port)).toMatchObject(status('stopped'));
    expect(faults.started).toEqual([
      {
        kind: 'network-blackhole-port',
        port: 8080,
        protocol: 'tcp',
        trafficType: 'egress',
        sourcesToFilter: [],
      },
    ]);
  });
});

describe('latency and loss', () => {
  test('exclude each other, and themselves', async () => {
    const { post } = told();
    expect(await post('network-latency/status')).toMatchObject(status('not-running'));
    expect(await post('network-latency/start', latency)).toMatchObject(status('running'));
    const already = refused(409, 'There is already one network latency fault running');
    expect(await post('network-latency/start', latency)).toMatchObject(already);
    expect(await post('network-packet-loss/start', loss)).toMatchObject(already);
    expect(await post('network-latency/status')).toMatchObject(status('running'));
    expect(await post('network-packet-loss/status')).toMatchObject(status('not-running'));
    expect(await post('network-packet-loss/stop')).toMatchObject(status('stopped'));
    expect(await post('network-latency/status')).toMatchObject(status('running'));
    expect(await post('network-latency/stop')).toMatchObject(status('stopped'));
    expect(await post('network-packet-loss/start', loss)).toMatchObject(status('running'));
    expect(await post('network-latency/start', latency)).toMatchObject(
      refused(409, 'There is already one network packet loss fault running'),
    );
  });
});

test('a task must have been asked to allow it, and have a network to itself or the machine’s', async () => {
  const plain = fargateTask();
  expect(await told(plain).post('network-latency/status')).toMatchObject(
    refused(400, `enableFaultInjection is not enabled for task: ${plain.arn}`),
  );
  expect(await told(faulty('bridge')).post('network-latency/status')).toMatchObject(
    refused(400, 'bridge mode is not supported. Please use either host or awsvpc mode.'),
  );
  expect(await told(faulty('host')).post('network-latency/status')).toMatchObject(status('not-running'));
});

test('nobody’s id is not found', async () => {
  const { send } = told();
  expect(await send('POST', '/api/nobody/fault/v1/network-latency/status', '')).toMatchObject(
    refused(404, 'unable to get task arn from request: unable to get task Arn from v3 endpoint ID: nobody'),
  );
});

test('one request of a kind is taken in five seconds, from each container', async () => {
  const { send, clock } = told();
  const ask = (action: string) => send('POST', `/api/${id}/fault/v1/network-latency/${action}`, '');
  expect(await ask('status')).toMatchObject(status('not-running'));
  expect(await ask('status')).toMatchObject(refused(429, 'You have reached maximum request limit'));
  expect(await ask('stop')).toMatchObject(status('stopped'));
  await clock.advance(5000);
  expect(await ask('status')).toMatchObject(status('not-running'));
});

test('what is not there is not found, and only POST is heard', async () => {
  const { post, get } = told();
  expect(await post('network-storm/start')).toMatchObject({ status: 404 });
  expect(await post('network-latency/pause')).toMatchObject({ status: 404 });
  expect(await get(`/api/${id}/fault/v1/network-latency/status`)).toMatchObject({ status: 405 });
});

describe('what goes wrong', () => {
  test('takes at most five seconds', async () => {
    const { send, faults, clock } = told();
    faults.hindrance = (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const asked = send('POST', `/api/${id}/fault/v1/network-latency/start`, JSON.stringify(latency));
    await clock.advance(5000);
    expect(await asked).toMatchObject(refused(500, 'start network-latency: request timed out'));
  });

  test('is told where a person can do something about it, and no more', async () => {
    const { post, faults } = told();
    faults.hindrance = () => Promise.reject(new FaultsUnavailable('tc is not installed'));
    expect(await post('network-latency/status')).toMatchObject(refused(500, 'tc is not installed'));
    faults.hindrance = () => Promise.reject(new Error('secret'));
    expect(await post('network-latency/status')).toMatchObject(refused(500, 'internal error'));
  });
});
