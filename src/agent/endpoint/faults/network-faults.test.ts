import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { fargateTask } from '../../../../test/support/agent/told-tasks.ts';
import type { NetworkNamespace } from '../../backends/backend.ts';
import type { BlackholePort } from './fault.ts';
import { NetworkFaults } from './network-faults.ts';
import type { Ended } from '../../run-program.ts';

const { signal } = new AbortController();
const routes =
  'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\neth1\t00000000\t010011AC\t3\t0\t0\t0\t00000000\n';

const port: BlackholePort = {
  kind: 'network-blackhole-port',
  port: 80,
  protocol: 'tcp',
  trafficType: 'egress',
  sourcesToFilter: ['10.0.0.1', 'fd00::1'],
};

/** A machine whose programs do nothing but what a test says, and are written down. */
async function machine(answer: (command: string) => Ended = () => ended(0)) {
  const proc = await mkdtempDisposable(join(tmpdir(), 'longshore-faults-'));
  await mkdir(join(proc.path, 'net'));
  await writeFile(join(proc.path, 'net', 'route'), routes);
  const path = join(proc.path, 'ns', 'net');
  const asked: string[] = [];
  let namespace: NetworkNamespace = { kind: 'here', path };
  const faults = new NetworkFaults({
    backend: {
      networkNamespace: (runtimeId) => {
        asked.push(runtimeId ?? 'host');
        return Promise.resolve(namespace);
      },
    },
    run: (command) => {
      const text = command.join(' ').replace(`nsenter --net=${path} `, '> ');
      asked.push(text);
      return Promise.resolve(answer(text));
    },
  });
  return {
    faults,
    asked,
    unreachable: (why: string) => void (namespace = { kind: 'unreachable', why }),
    [Symbol.asyncDispose]: () => proc.remove(),
  };
}

const ended = (exitCode: number, output = ''): Ended => ({ kind: 'ended', exitCode, output });

test('a black hole is a chain in both tables; the endpoint is spared', async () => {
  await using on = await machine();
  await on.faults.start(fargateTask(), port, signal);
  expect(on.asked).toEqual([
    'pau5e',
    '> iptables -w 5 -N egress-tcp-80',
    '> iptables -w 5 -A egress-tcp-80 -p tcp -d 10.0.0.1 --dport 80 -j ACCEPT',
    '> iptables -w 5 -A egress-tcp-80 -p tcp -d 169.254.170.2 --dport 80 -j ACCEPT',
    '> iptables -w 5 -A egress-tcp-80 -p tcp -d 0.0.0.0/0 --dport 80 -j DROP',
    '> iptables -w 5 -I OUTPUT -j egress-tcp-80',
    '> ip6tables -w 5 -N egress-tcp-80',
    '> ip6tables -w 5 -A egress-tcp-80 -p tcp -d fd00::1 --dport 80 -j ACCEPT',
    '> ip6tables -w 5 -A egress-tcp-80 -p tcp -d ::/0 --dport 80 -j DROP',
    '> ip6tables -w 5 -I OUTPUT -j egress-tcp-80',
  ]);
});

test('it is seen by its rule, and stopped with its chain', async () => {
  await using on = await machine((command) => ended(command.includes('-C') ? 1 : 0));
  expect(await on.faults.isBlackholed(fargateTask(), port, signal)).toBe(false);
  await on.faults.stopBlackhole(fargateTask(), { ...port, trafficType: 'ingress' }, signal);
  expect(on.asked.filter((asked) => asked.startsWith('> iptables'))).toEqual([
    '> iptables -w 5 -C egress-tcp-80 -p tcp --dport 80 -j DROP',
    '> iptables -w 5 -F ingress-tcp-80',
    '> iptables -w 5 -D INPUT -j ingress-tcp-80',
    '> iptables -w 5 -X ingress-tcp-80',
  ]);
});

test('an impairment is a discipline at the device of the default route', async () => {
  await using on = await machine();
  const target = { sources: ['10.0.0.0/8', 'fd00::/8'], sourcesToFilter: ['10.0.0.1'] };
  await on.faults.start(
    fargateTask(),
    { kind: 'network-latency', delayMs: 100, jitterMs: 5, ...target },
    signal,
  );
  await on.faults.start(fargateTask(), { kind: 'network-packet-loss', lossPercent: 7, ...target }, signal);
  await on.faults.stopImpairment(fargateTask(), signal);
  const filters = [
    '> tc filter add dev eth1 protocol all parent 1:0 prio 1 u32 match ip dst 10.0.0.1 flowid 1:3',
    '> tc filter add dev eth1 protocol all parent 1:0 prio 2 u32 match ip dst 10.0.0.0/8 flowid 1:1',
    '> tc filter add dev eth1 protocol all parent 1:0 prio 2 u32 match ip6 dst fd00::/8 flowid 1:1',
  ];
  const root = '> tc qdisc add dev eth1 root handle 1: prio priomap 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2';
  expect(on.asked.filter((asked) => asked.startsWith('>'))).toEqual([
    root,
    '> tc qdisc add dev eth1 parent 1:1 handle 10: netem delay 100ms 5ms',
    ...filters,
    root,
    '> tc qdisc add dev eth1 parent 1:1 handle 10: netem loss 7%',
    ...filters,
    '> tc qdisc del dev eth1 root handle 1: prio',
  ]);
});

test.each([
  ['[]', undefined],
  ['', undefined],
  ['[{"kind":"netem","options":{"delay":{"delay":0.1}}}]', 'network-latency'],
  ['[{"kind":"netem","options":{"loss-random":{"loss":0.1}}}]', 'network-packet-loss'],
  ['[{"kind":"fq_codel","options":{"delay":1}}]', undefined],
])('what tc says (%s) is %s', async (said, kind) => {
  await using on = await machine(() => ended(0, said));
  expect(await on.faults.impairment(fargateTask(), signal)).toBe(kind);
});

test('what begins and fails is undone', async () => {
  await using on = await machine((command) =>
    ended(command.includes('netem') ? 2 : 0, 'RTNETLINK answers: no'),
  );
  const fault = {
    kind: 'network-packet-loss',
    lossPercent: 7,
    sources: ['::'],
    sourcesToFilter: [],
  } as const;
  await expect(on.faults.start(fargateTask(), fault, signal)).rejects.toThrow('RTNETLINK answers: no');
  expect(on.asked.at(-1)).toBe('> tc qdisc del dev eth1 root handle 1: prio');
});

test('in mode host it is the network of the machine', async () => {
  await using on = await machine();
  const task = fargateTask();
  await on.faults.isBlackholed({ ...task, plan: { ...task.plan, networkMode: 'host' } }, port, signal);
  expect(on.asked[0]).toBe('host');
});

test.each([
  [{ kind: 'missing' } as const, 'nsenter is not installed'],
  [ended(127), 'iptables is not installed'],
])('a program that is missing is named', async (answer, text) => {
  await using on = await machine(() => answer);
  await expect(on.faults.isBlackholed(fargateTask(), port, signal)).rejects.toThrow(text);
});

test('a kernel without the schedulers, and an engine elsewhere, are named', async () => {
  await using on = await machine(() => ended(2, 'Error: Specified qdisc kind is unknown.'));
  const fault = {
    kind: 'network-packet-loss',
    lossPercent: 7,
    sources: ['::'],
    sourcesToFilter: [],
  } as const;
  await expect(on.faults.start(fargateTask(), fault, signal)).rejects.toThrow(
    'the kernel has no sch_prio and sch_netem',
  );
  on.unreachable('Longshore does not run as root');
  await expect(on.faults.start(fargateTask(), fault, signal)).rejects.toThrow(
    'faults cannot be injected here, because Longshore does not run as root',
  );
});
