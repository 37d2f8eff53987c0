import { describe, expect, test } from 'vitest';

import { cidr } from '../../../test/support/agent/members.ts';
import type { NetworkRequest } from '../backends/backend.ts';
import { type Cidr, formatCidr, parseCidr } from './cidr.ts';
import { VpcNetwork } from './vpc-network.ts';

const { signal } = new AbortController();

interface Given {
  /** What the engine answers to each request for a network. */
  readonly answer?: (request: NetworkRequest) => Promise<string | undefined>;
  readonly used?: readonly string[];
  readonly remembered?: string;
  /** The VPC's own range; absent: it is the default one. */
  readonly own?: string;
}

function made({ answer = ({ range }) => Promise.resolve(range), used = [], remembered, own }: Given = {}) {
  const asked: NetworkRequest[] = [];
  const noted: string[] = [];
  const removed: string[] = [];
  const network = new VpcNetwork({
    backend: {
      ensureNetwork: (request) => {
        asked.push(request);
        return answer(request);
      },
      removeNetwork: (name) => {
        removed.push(name);
        return Promise.resolve();
      },
    },
    name: 'vpc',
    ...(own !== undefined && { own: cidr(own) }),
    usedRanges: () => used.flatMap((text) => parseCidr(text) ?? []),
    remembered,
    remember: (range) => noted.push(range),
  });
  const ensure = async (): Promise<string> => formatCidr(await network.ensure(signal));
  return { network, ensure, asked, noted, removed, ranges: () => asked.map(({ range }) => range) };
}

describe('the range of a VPC that somebody has made', () => {
  test('is its own, also where another stood in for it before', async () => {
    const { ensure, asked } = made({ own: '10.0.0.0/20', remembered: '10.128.0.0/20' });
    expect(await ensure()).toBe('10.0.0.0/20');
    expect(asked).toEqual([
      { name: 'vpc', range: '10.0.0.0/20', gateway: '10.0.0.1', dynamicRange: '10.0.15.0/24' },
    ]);
  });

  test('steps aside for one of its size', async () => {
    const used = ['10.0.0.0/8'];
    expect(await made({ own: '10.0.0.0/20', used: ['10.0.1.0/24'] }).ensure()).toBe('10.128.0.0/20');
    expect(await made({ own: '10.0.0.0/20', used: ['10.0.1.0/24', '10.128.0.0/20'] }).ensure()).toBe(
      '10.128.16.0/20',
    );
    expect(await made({ own: '10.0.0.0/16', used }).ensure()).toBe('198.18.0.0/16');
    expect(await made({ own: '10.0.0.0/28', used }).ensure()).toBe('198.18.0.0/28');
  });

  test('is what stood in before, as long as its own is in use', async () => {
    const given = { own: '10.0.0.0/16', used: ['10.0.1.0/24'], remembered: '10.130.0.0/16' };
    expect(await made(given).ensure()).toBe('10.130.0.0/16');
  });

  test('is none where the machine uses everything', async () => {
    const { ensure } = made({ own: '10.0.0.0/16', used: ['10.0.0.0/8', '198.18.0.0/15'] });
    await expect(ensure()).rejects.toThrow('this machine uses 10.0.0.0/16, and every range that could');
  });
});

describe('the range', () => {
  test('is that of AWS’s default VPC, and is noted', async () => {
    const { ensure, asked, noted } = made();
    expect(await ensure()).toBe('172.31.0.0/16');
    expect(asked).toEqual([
      { name: 'vpc', range: '172.31.0.0/16', gateway: '172.31.0.1', dynamicRange: '172.31.240.0/20' },
    ]);
    expect(noted).toEqual(['172.31.0.0/16']);
  });

  test('steps aside for what the machine uses and for what the engine uses', async () => {
    const answer = ({ range }: NetworkRequest) =>
      Promise.resolve(range === '172.29.0.0/16' ? undefined : range);
    const { ensure, ranges, noted } = made({ used: ['172.31.5.0/24', '172.30.0.9'], answer });
    expect(await ensure()).toBe('172.28.0.0/16');
    expect(ranges()).toEqual(['172.29.0.0/16', '172.28.0.0/16']);
    expect(noted).toEqual(['172.28.0.0/16']);
  });

  test('is found where a VPN takes every private range', async () => {
    const { ensure } = made({ used: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] });
    expect(await ensure()).toBe('198.18.0.0/16');
  });

  test('of an earlier run comes first, unless something else uses it now', async () => {
    const again = made({ remembered: '10.9.0.0/16' });
    expect(await again.ensure()).toBe('10.9.0.0/16');
    expect(again.noted).toEqual([]);
    const taken = made({ remembered: '10.9.0.0/16', used: ['10.0.0.0/8'] });
    expect(await taken.ensure()).toBe('172.31.0.0/16');
    expect(taken.noted).toEqual(['172.31.0.0/16']);
  });

  test('of the network that is there already is its range, whichever was asked for', async () => {
    const { ensure, noted } = made({
      used: ['172.29.0.0/16'],
      answer: () => Promise.resolve('172.29.0.0/16'),
    });
    expect(await ensure()).toBe('172.29.0.0/16');
    expect(noted).toEqual(['172.29.0.0/16']);
  });

  test('cannot be had when all are used', async () => {
    const { ensure, ranges } = made({ answer: () => Promise.resolve(undefined) });
    await expect(ensure()).rejects.toThrow(
      'this machine uses every range that a VPC could have: 172.31.0.0/16',
    );
    expect(ranges()).toHaveLength(14);
  });
});

describe('the network', () => {
  test('is made once for all who wait', async () => {
    const { ensure, asked } = made();
    expect(await Promise.all([ensure(), ensure()])).toEqual(['172.31.0.0/16', '172.31.0.0/16']);
    await ensure();
    expect(asked).toHaveLength(1);
  });

  test('that could not be made is tried again by the next', async () => {
    let calls = 0;
    const answer = ({ range }: NetworkRequest) => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('no')) : Promise.resolve(range);
    };
    const { ensure } = made({ answer });
    await Promise.all([expect(ensure()).rejects.toThrow('no'), expect(ensure()).rejects.toThrow('no')]);
    expect(await ensure()).toBe('172.31.0.0/16');
  });

  test('that was removed is made again, once, in its range', async () => {
    const { network, ensure, asked } = made({ used: ['172.31.0.0/16'] });
    const range: Cidr = await network.ensure(signal);
    await network.forget(range);
    const later = await network.ensure(signal);
    expect(formatCidr(later)).toBe('172.30.0.0/16');
    // A second who was told of the same loss, late.
    await network.forget(range);
    await ensure();
    expect(asked.map((request) => request.range)).toEqual(['172.30.0.0/16', '172.30.0.0/16']);
  });

  test('is removed by its name', async () => {
    const { network, ensure, removed, asked } = made();
    await ensure();
    await network.remove(signal);
    await ensure();
    expect(removed).toEqual(['vpc']);
    expect(asked).toHaveLength(2);
  });

  test('is nothing to one who has gone', async () => {
    const { network, asked } = made();
    await expect(network.ensure(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(asked).toEqual([]);
  });
});
