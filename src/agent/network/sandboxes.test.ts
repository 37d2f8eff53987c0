import { describe, expect, test } from 'vitest';

import { countingIds } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { BackendError, type Sandbox, type SandboxRequest } from '../backends/backend.ts';
import { SimulatedBackend } from '../backends/simulated/index.ts';
import { Sandboxes } from './sandboxes.ts';
import { defaultPlace, testNetworks } from '../../../test/support/agent/vpc-networks.ts';

const { signal } = new AbortController();
const plain = { ports: [], sysctls: {} };
const nobody = (): undefined => undefined;

/** Simulated sandboxes that take as long, and fail as often, as a test says. */
class TestBackend extends SimulatedBackend {
  readonly requests: SandboxRequest[] = [];
  /** Awaited before a sandbox is made. */
  before: (request: SandboxRequest) => Promise<void> = () => Promise.resolve();
  removals = 0;
  removeFails = false;

  override async createSandbox(request: SandboxRequest): Promise<Sandbox> {
    this.requests.push(request);
    await this.before(request);
    return super.createSandbox(request);
  }

  override removeContainer(runtimeId: string): Promise<void> {
    this.removals += 1;
    if (this.removeFails) return Promise.reject(new Error('busy'));
    return super.removeContainer(runtimeId);
  }
}

function made(mostWarm = 3) {
  const clock = new VirtualClock();
  const ids = countingIds();
  const backend = new TestBackend({ clock, ids });
  const begin = (): Sandboxes => {
    const networks = testNetworks(backend);
    return new Sandboxes({ backend, networks, clock, ids, log: silentLog, mostWarm });
  };
  let last = 0;
  const sandboxes = begin();
  return {
    clock,
    backend,
    sandboxes,
    /** Another run with the same engine. */
    begin,
    take: (from = sandboxes, extras: Parameters<Sandboxes['take']>[2] = plain) =>
      from.take(`arn:${(last += 1)}`, defaultPlace(0), extras, signal),
    listed: () => backend.listSandboxes(),
    count: async () => (await backend.listSandboxes()).length,
    addresses: async () => (await backend.listSandboxes()).map(({ address }) => address),
  };
}

describe('the pool', () => {
  test('is filled when nobody has asked for 400 ms, and not before', async () => {
    const { clock, take, count } = made();
    await take();
    await clock.advance(399);
    expect(await count()).toBe(1);
    await take();
    await clock.advance(399);
    expect(await count()).toBe(2);
    await clock.advance(1);
    expect(await count()).toBe(4);
  });

  test('holds as many as were taken in the last minute, and no more than it may', async () => {
    const { clock, take, count } = made(3);
    for (let turn = 0; turn < 5; turn += 1) await take();
    await clock.advance(1000);
    expect(await count()).toBe(5 + 3);
    // When they are out of mind, one is kept.
    await clock.advance(61_000);
    expect(await count()).toBe(5 + 1);
  });

  test('gives what stands ready, the oldest first, and is filled again', async () => {
    const { clock, backend, take, listed } = made(2);
    await take();
    await take();
    await clock.advance(400);
    const ready = (await listed()).slice(2).map(({ runtimeId }) => runtimeId);
    const made4 = backend.requests.length;
    expect([await take(), await take()].map(({ runtimeId }) => runtimeId)).toEqual(ready);
    expect(backend.requests).toHaveLength(made4);
    await clock.advance(400);
    expect(await listed()).toHaveLength(6);
  });

  test('is off by 0', async () => {
    const { clock, take, count } = made(0);
    await take();
    await clock.advance(120_000);
    expect(await count()).toBe(1);
  });

  test.each([
    ['ports', { ports: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }], sysctls: {} }],
    ['a range', { ports: [], portRanges: [{ first: 1, last: 2, protocol: 'tcp' }], sysctls: {} }],
    ['sysctls', { ports: [], sysctls: { 'net.core.somaxconn': '1' } }],
    ['shared memory of a size', { ports: [], sysctls: {}, sharedMemory: 1 }],
  ] as const)('serves no task that wants %s', async (_, extras) => {
    const { clock, take, listed } = made();
    await take();
    await clock.advance(400);
    const [, ready] = await listed();
    const special = await take(undefined, extras);
    expect(special.runtimeId).not.toBe(ready?.runtimeId);
    expect((await take()).runtimeId).toBe(ready?.runtimeId);
  });

  test('makes one at a time, and stops as soon as somebody asks', async () => {
    const { clock, backend, take, count } = made(3);
    await take();
    await take();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    backend.before = () => gate;
    await clock.advance(1000);
    expect(backend.requests).toHaveLength(3);
    backend.before = () => Promise.resolve();
    await take();
    open();
    await clock.advance(399);
    // The one that was under way, and none after it until it is quiet again.
    expect(await count()).toBe(4);
    await clock.advance(1);
    expect(await count()).toBe(6);
  });

  test('hands out none that has ended or gone', async () => {
    const { clock, backend, sandboxes, take, listed } = made(1);
    await take();
    await clock.advance(400);
    const [, told] = await listed();
    await backend.removeContainer(told?.runtimeId ?? '');
    expect(sandboxes.ended(told?.runtimeId ?? '')).toBeUndefined();
    await clock.advance(400);
    const [, untold] = await listed();
    await backend.removeContainer(untold?.runtimeId ?? '');
    const taken = await take();
    expect([told?.runtimeId, untold?.runtimeId]).not.toContain(taken.runtimeId);
    expect((await listed()).map(({ runtimeId }) => runtimeId)).toContain(taken.runtimeId);
  });

  test('a failure to fill it harms nobody', async () => {
    const { clock, backend, take, count } = made(1);
    await take();
    backend.before = () => Promise.reject(new BackendError('ContainerNetworkingError', 'no'));
    await clock.advance(400);
    backend.before = () => Promise.resolve();
    await take();
    expect(await count()).toBe(2);
  });
});

describe('comparing with the engine', () => {
  test('keeps one that is being made while the listing is on its way', async () => {
    const { clock, sandboxes, backend, take, listed, count } = made(1);
    const own = await take();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    backend.before = () => gate;
    await clock.advance(400);
    const name = backend.requests.at(-1)?.engineName ?? '';
    const half: Sandbox = { ...own, runtimeId: 'half', engineName: name, running: false };
    const removals = backend.removals;
    await sandboxes.adopt([...(await listed()), half], nobody, signal);
    expect(backend.removals).toBe(removals);
    open();
    await clock.advance(0);
    await sandboxes.adopt(await listed(), nobody, signal);
    expect(await count()).toBe(2);
  });

  test('keeps one that was given and is not in a record yet', async () => {
    const { sandboxes, take, listed, count } = made(0);
    await take();
    await sandboxes.adopt(await listed(), nobody, signal);
    expect(await count()).toBe(1);
  });

  test('removes what a call left behind that failed', async () => {
    const { sandboxes, backend, take, listed, addresses } = made(0);
    const own = await take();
    await backend.createSandbox({ engineName: 'lost', ...plain });
    await sandboxes.adopt(await listed(), nobody, signal);
    expect(await addresses()).toEqual([own.address]);
  });

  test('of an earlier run keeps what tasks claim, until they are done with it, and removes the rest', async () => {
    const { begin, take, listed, addresses } = made(0);
    const [kept] = [await take(), await take()];
    const later = begin();
    const claims = new Map([[kept?.runtimeId, 'arn:kept']]);
    await later.adopt(await listed(), (id) => claims.get(id), signal);
    expect(await addresses()).toEqual([kept?.address]);
    expect(later.ended(kept?.runtimeId ?? '')).toBe('arn:kept');
    claims.clear();
    await later.adopt(await listed(), (id) => claims.get(id), signal);
    expect(await addresses()).toEqual([]);
  });

  test('comes too late for the first sandbox, which looks for itself what addresses are taken', async () => {
    const { begin, take, addresses } = made(0);
    for (let turn = 0; turn < 6; turn += 1) await take();
    const later = begin();
    await take(later);
    expect(new Set(await addresses()).size).toBe(7);
  });

  test('removes one from the pool that no longer runs', async () => {
    const { clock, sandboxes, take, listed } = made(1);
    await take();
    await clock.advance(400);
    const [own, ready] = await listed();
    const dead = [own, ready].flatMap((each) => (each === undefined ? [] : [{ ...each, running: false }]));
    await sandboxes.adopt(dead, nobody, signal);
    expect((await listed()).map(({ runtimeId }) => runtimeId)).toEqual([own?.runtimeId]);
  });

  test('tries again to remove what could not be removed', async () => {
    const { sandboxes, backend, take, listed, count } = made(0);
    const { runtimeId } = await take();
    backend.removeFails = true;
    await expect(sandboxes.release(runtimeId, signal)).rejects.toThrow('busy');
    backend.removeFails = false;
    await sandboxes.adopt(await listed(), nobody, signal);
    expect(await count()).toBe(0);
  });
});

describe('a sandbox', () => {
  test('is removed once however often and however many release it; its address comes back', async () => {
    const { sandboxes, backend, take } = made(0);
    const { runtimeId, address } = await take();
    await Promise.all([sandboxes.release(runtimeId, signal), sandboxes.release(runtimeId, signal)]);
    expect(backend.removals).toBe(1);
    await sandboxes.release(runtimeId, signal);
    expect(address).toBe('172.31.0.4');
    expect(sandboxes.ended(runtimeId)).toBeUndefined();
  });

  test('is known by its task before the record knows it', async () => {
    const { sandboxes } = made(0);
    const network = await sandboxes.take('arn:a', defaultPlace(0), plain, signal);
    const bare = await sandboxes.takeBare('arn:b', {}, signal);
    expect(bare.address).toBe('');
    expect([sandboxes.heldBy('arn:a'), sandboxes.heldBy('arn:b'), sandboxes.heldBy('arn:c')]).toEqual([
      network.runtimeId,
      bare.runtimeId,
      undefined,
    ]);
  });

  test('gets another address where somebody has that one, which is not tried again', async () => {
    const { backend, take } = made(0);
    backend.before = ({ attachment }) =>
      attachment?.address === '172.31.0.4'
        ? Promise.reject(new BackendError('ContainerNetworkingError', 'Address already in use'))
        : Promise.resolve();
    expect((await take()).address).toBe('172.31.0.5');
    expect((await take()).address).toBe('172.31.0.6');
  });

  test('that cannot be made gives its address back', async () => {
    const { backend, take, sandboxes } = made(0);
    backend.before = () => Promise.reject(new BackendError('ContainerNetworkingError', 'no'));
    for (let turn = 0; turn < 4096; turn += 1) await take().catch(() => {});
    backend.before = () => Promise.resolve();
    expect((await sandboxes.take('arn:x', defaultPlace(0), plain, signal)).address).toMatch(/^172\.31\./);
  });

  test('is not waited for longer than four minutes', async () => {
    const { backend, clock, take } = made(0);
    backend.createSandbox = (_request: SandboxRequest, inner?: AbortSignal) =>
      new Promise((_, reject) => {
        inner?.addEventListener('abort', () => reject(inner.reason), { once: true });
      });
    const taken = expect(take()).rejects.toThrow('timed out after 240000 ms');
    await clock.advance(240_000);
    await taken;
  });
});

test('when all is to be calm, what tasks have stays, what stood ready or was being made goes, and use fills the pool again', async () => {
  const { clock, backend, sandboxes, take, listed, count } = made(2);
  const { runtimeId } = await take();
  await clock.advance(400);
  await take();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  backend.before = () => gate;
  await clock.advance(400);
  const calming = sandboxes.calm(signal);
  open();
  await calming;
  expect((await listed()).map((each) => each.runtimeId)).toContain(runtimeId);
  expect(await count()).toBe(2);
  await clock.advance(120_000);
  expect(await count()).toBe(2);
  await take();
  await clock.advance(400);
  expect(await count()).toBe(4);
});

describe('a drain', () => {
  test('waits for the one that is being made, removes all, and makes no more', async () => {
    const { clock, backend, sandboxes, take, count } = made(2);
    const { runtimeId } = await take();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    backend.before = () => gate;
    await clock.advance(400);
    await sandboxes.release(runtimeId, signal);
    const draining = sandboxes.drain(signal);
    open();
    await draining;
    expect(await count()).toBe(0);
    await clock.advance(120_000);
    expect(await count()).toBe(0);
  });

  test('tells what could not be removed, having tried everything', async () => {
    const { backend, sandboxes, take } = made(0);
    await take();
    await take();
    backend.removeFails = true;
    await expect(sandboxes.drain(signal)).rejects.toThrow('busy; busy');
    expect(backend.removals).toBe(2);
  });
});
