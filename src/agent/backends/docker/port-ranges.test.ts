import { describe, expect, test } from 'vitest';

import {
  HostRanges,
  foldRanges,
  rangesLabelOf,
  rangesOfLabel,
  refuseTooMany,
  takenPort,
} from './port-ranges.ts';

const range = (first: number, last: number, protocol: 'tcp' | 'udp' = 'tcp') =>
  ({ first, last, protocol }) as const;

/** Host ports 100–119, of which these are taken. */
function hostPorts(...taken: readonly string[]): HostRanges {
  return new HostRanges({
    bounds: () => [100, 119],
    isFree: (port, protocol) => Promise.resolve(!taken.includes(`${port}/${protocol}`)),
  });
}

const firsts = async (host: HostRanges, ...ranges: readonly ReturnType<typeof range>[]): Promise<number[]> =>
  (await host.choose(ranges)).map(({ hostFirst }) => hostFirst);

describe('choosing host ports', () => {
  test('as many in a row, each time others', async () => {
    const host = hostPorts();
    expect(await firsts(host, range(8000, 8004), range(9000, 9000))).toEqual([115, 114]);
    expect(await firsts(host, range(8000, 8004))).toEqual([109]);
  });

  test('none that is taken, by its protocol', async () => {
    const taken = ['118/tcp', '112/tcp', '110/udp'];
    expect(await firsts(hostPorts(...taken), range(1, 5))).toEqual([113]);
    expect(await firsts(hostPorts(...taken), range(1, 8, 'udp'))).toEqual([112]);
  });

  test('again from the top, when the bottom is reached', async () => {
    const host = hostPorts();
    expect(await firsts(host, range(1, 15))).toEqual([105]);
    expect(await firsts(host, range(1, 10))).toEqual([110]);
  });

  test('more than there are in a row', async () => {
    const refused = { name: 'CannotCreateContainerError' };
    await expect(hostPorts().choose([range(1, 21)])).rejects.toMatchObject({
      ...refused,
      message: '21 contiguous host ports are unavailable',
    });
    await expect(hostPorts('109/tcp').choose([range(1, 11)])).rejects.toMatchObject(refused);
  });
});

test('a label keeps ranges as they were', () => {
  const ranges = [
    { ...range(8000, 8010), hostFirst: 40_000 },
    { ...range(53, 54, 'udp'), hostFirst: 50_000 },
  ];
  expect(rangesOfLabel(rangesLabelOf(ranges))).toEqual(ranges);
  expect(rangesOfLabel(undefined)).toEqual([]);
});

test('single ports of a range are told as one, for each address; others stay', () => {
  const ranges = [{ ...range(8000, 8001), hostFirst: 40_000 }];
  const single = (bindIP: string, containerPort: number, hostPort: number, protocol: 'tcp' | 'udp' = 'tcp') =>
    ({ bindIP, containerPort, hostPort, protocol }) as const;
  const other = single('0.0.0.0', 8000, 33_000, 'udp');
  const told = { containerPortRange: '8000-8001', hostPortRange: '40000-40001', protocol: 'tcp' };
  const published = [
    single('0.0.0.0', 8000, 40_000),
    single('::', 8000, 40_000),
    other,
    single('0.0.0.0', 8001, 40_001),
    single('::', 8001, 40_001),
  ];
  expect(foldRanges(published, ranges)).toEqual([
    { bindIP: '0.0.0.0', ...told },
    { bindIP: '::', ...told },
    other,
  ]);
});

test('more bindings than ECS knows', () => {
  expect(() => refuseTooMany(100, 'app', 'arn:task')).not.toThrow();
  expect(() => refuseTooMany(101, 'app', 'arn:task')).toThrow(
    'no. of network bindings 101 is more than the maximum supported no. 100, container: app task: arn:task',
  );
});

test.each([
  ['driver failed: Bind for 0.0.0.0:8080 failed: port is already allocated', 8080],
  ['Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use', 80],
  ['listen udp6 [::]:53: bind: address already in use', 53],
  ['failed to bind host port for 0.0.0.0:81:172.17.0.2:8081/tcp: address already in use', 81],
  ['failed to bind host port 0.0.0.0:82/tcp: address already in use', 82],
  ['the address already in use', undefined],
])('the port that is taken: %s', (message, port) => {
  expect(takenPort(message)).toEqual({ port });
});

test('another refusal is of no port', () => {
  expect(takenPort('no such file: listen tcp 0.0.0.0:80')).toBeUndefined();
});
