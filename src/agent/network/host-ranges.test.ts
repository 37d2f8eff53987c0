import { expect, test } from 'vitest';

import { formatCidr } from './cidr.ts';
import { parseRoutes } from './host-ranges.ts';

const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
const table = (...routes: readonly (readonly [string, string])[]): string =>
  [header, ...routes.map(([to, mask]) => `eth0\t${to}\t00000000\t0001\t0\t0\t0\t${mask}\t0\t0\t0`), ''].join(
    '\n',
  );

const rangesOf = (text: string): string[] => parseRoutes(text).map(formatCidr);

test('routes are little-endian hexadecimal', () => {
  expect(
    rangesOf(table(['000011AC', '0000FFFF'], ['000200C0', '00FFFFFF'], ['0101A8C0', 'FFFFFFFF'])),
  ).toEqual(['172.17.0.0/16', '192.0.2.0/24', '192.168.1.1/32']);
});

test('a private range as a whole is used; the default route and its two halves are nobody’s', () => {
  const routes = table(
    ['00000000', '00000000'],
    ['00000000', '00000080'],
    ['00000080', '00000080'],
    ['0000000A', '000000FF'],
  );
  expect(rangesOf(routes)).toEqual(['10.0.0.0/8']);
});

test.each(['', header, `${header}\nnonsense\n`])('%j has none', (text) => {
  expect(parseRoutes(text)).toEqual([]);
});
