import { expect, test } from 'vitest';

import type { FaultKind } from './fault.ts';
import { parseFault } from './fault-body.ts';

const parse = (kind: FaultKind, body: unknown) =>
  parseFault(kind, new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)));

const port = { Port: 80, Protocol: 'udp', TrafficType: 'ingress' };
const latency = { DelayMilliseconds: 0, JitterMilliseconds: 5, Sources: ['10.0.0.0/8', '::1', 'fd00::/8'] };
const loss = { LossPercent: 100, Sources: ['10.0.0.1'], FlowsPercent: 100 };

test('what is whole is understood, with names in any case', () => {
  expect(parse('network-blackhole-port', { port: 80, PROTOCOL: 'udp', trafficType: 'ingress' })).toEqual({
    kind: 'network-blackhole-port',
    port: 80,
    protocol: 'udp',
    trafficType: 'ingress',
    sourcesToFilter: [],
  });
  expect(parse('network-latency', latency)).toEqual({
    kind: 'network-latency',
    delayMs: 0,
    jitterMs: 5,
    sources: latency.Sources,
    sourcesToFilter: [],
  });
  expect(parse('network-packet-loss', loss)).toMatchObject({ lossPercent: 100, sources: ['10.0.0.1'] });
});

test.each<[FaultKind, unknown, string]>([
  ['network-blackhole-port', '', 'required request body is missing'],
  ['network-blackhole-port', {}, 'required parameter Port is missing'],
  ['network-blackhole-port', { Port: 80 }, 'required parameter Protocol is missing'],
  ['network-blackhole-port', { Port: 80, Protocol: '' }, 'required parameter Protocol is missing'],
  ['network-blackhole-port', { ...port, TrafficType: null }, 'required parameter TrafficType is missing'],
  ['network-blackhole-port', { ...port, Protocol: 'icmp' }, 'invalid value icmp for parameter Protocol'],
  [
    'network-blackhole-port',
    { ...port, TrafficType: 'both' },
    'invalid value both for parameter TrafficType',
  ],
  [
    'network-blackhole-port',
    { ...port, SourcesToFilter: ['x'] },
    'invalid value x for parameter SourcesToFilter',
  ],
  [
    'network-blackhole-port',
    { ...port, Port: 70_000 },
    'json: cannot unmarshal number 70000 into Go struct field NetworkBlackholePortRequest.Port of type uint16',
  ],
  [
    'network-blackhole-port',
    { ...port, Protocol: true },
    'json: cannot unmarshal bool into Go struct field NetworkBlackholePortRequest.Protocol of type string',
  ],
  ['network-latency', [], 'json: cannot unmarshal array into Go value of type types.NetworkLatencyRequest'],
  ['network-latency', 'x', 'invalid character in the request body: it is not JSON'],
  [
    'network-latency',
    { ...latency, JitterMilliseconds: undefined },
    'required parameter JitterMilliseconds is missing',
  ],
  [
    'network-latency',
    { ...latency, JitterMilliseconds: 0 },
    'required either DelayMilliseconds or JitterMilliseconds to be non-zero',
  ],
  [
    'network-latency',
    { ...latency, DelayMilliseconds: -1 },
    'json: cannot unmarshal number -1 into Go struct field NetworkLatencyRequest.DelayMilliseconds of type uint64',
  ],
  ['network-latency', { ...latency, Sources: [] }, 'required parameter Sources is missing'],
  [
    'network-latency',
    { ...latency, Sources: ['10.0.0.0/33'] },
    'invalid value 10.0.0.0/33 for parameter Sources',
  ],
  [
    'network-latency',
    { ...latency, Sources: ['10.0.0.1 dev lo'] },
    'invalid value 10.0.0.1 dev lo for parameter Sources',
  ],
  ['network-latency', { ...latency, Sources: [null] }, 'invalid value  for parameter Sources'],
  [
    'network-latency',
    { ...latency, Sources: 'all' },
    'json: cannot unmarshal string into Go struct field NetworkLatencyRequest.Sources of type []*string',
  ],
  ['network-packet-loss', { Sources: ['10.0.0.1'] }, 'required parameter LossPercent is missing'],
  ['network-packet-loss', { ...loss, LossPercent: 101 }, 'invalid value 101 for parameter LossPercent'],
  ['network-packet-loss', { ...loss, FlowsPercent: 0 }, 'invalid value 0 for parameter FlowsPercent'],
  [
    'network-packet-loss',
    { ...loss, FlowsPercent: 50 },
    'FlowsPercent below 100 is not supported by this version of Longshore',
  ],
])('%s with %j is refused', (kind, body, text) => {
  expect(() => parse(kind, body)).toThrow(text);
});
