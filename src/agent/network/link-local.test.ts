import { describe, expect, test } from 'vitest';

import { silentLog } from '../../kernel/log.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { BackendError } from '../backends/backend.ts';
import type { LinkLocalHost, RelayProcess } from '../backends/link-local-host.ts';
import { notFound } from '../endpoint/handler.ts';
import { LinkLocal, type LinkLocalParts } from './link-local.ts';
import { encodeFrame } from './link-local-frames.ts';

interface FakeRelay extends RelayProcess {
  readonly end: () => void;
}

function fakeRelay(first: Buffer, onDisposed: () => void): FakeRelay {
  const ended = Promise.withResolvers<void>();
  return {
    output: (async function* () {
      yield first;
      await ended.promise;
    })(),
    write: () => {},
    end: ended.resolve,
    async [Symbol.asyncDispose]() {
      onDisposed();
      ended.resolve();
    },
  };
}

const ready = encodeFrame('R', 0);
const refusing = (error: number): Buffer => encodeFrame('F', 0, Buffer.from([error, 0, 0, 0]));

/** A host that notes what is asked of it. `says` is the first frame of each relay, `network` fails where it throws. */
function setUp(given: Partial<LinkLocalParts> = {}) {
  const clock = new VirtualClock();
  const calls: string[] = [];
  const relays: FakeRelay[] = [];
  const told: object[] = [];
  const plan = { says: ready, isOwn: true, network: () => {} };
  const host: LinkLocalHost = {
    async ensureNetwork() {
      calls.push('network');
      plan.network();
      return { interfaceName: 'br-1', isOwn: plan.isOwn };
    },
    async clear() {
      calls.push('clear');
    },
    async startRelay(role) {
      calls.push(role);
      const relay = fakeRelay(plan.says, () => calls.push(`end ${role}`));
      relays.push(relay);
      return relay;
    },
  };
  const log = { ...silentLog, warn: (fields: object) => void told.push(fields) };
  const hasInterface = (): boolean => false;
  const parts = { host, wish: 'auto', handler: notFound, clock, log, hasInterface, ...given } as const;
  const linkLocal = new LinkLocal(parts);
  return { clock, calls, relays, told, plan, linkLocal };
}

/** Of a range for documentation (RFC 5737), which no machine has. */
const nobodys = '203.0.113.1';

const never = new AbortController().signal;

describe('which way', () => {
  test('a relay where the engine’s network is not seen from here', async () => {
    const { linkLocal, calls } = setUp();
    await using _ = linkLocal;
    linkLocal.start();
    await linkLocal.settled(never);
    expect(linkLocal.state).toEqual({ way: 'relay' });
    expect(calls).toEqual(['network', 'carry']);
  });

  test('a relay, too, where an interface of that name turns out to be another machine’s', async () => {
    const { linkLocal } = setUp({ address: nobodys, hasInterface: (name) => name === 'br-1' });
    await using _ = linkLocal;
    linkLocal.start();
    await linkLocal.settled(never);
    expect(linkLocal.state).toEqual({ way: 'relay' });
  });

  test('none where binding is wished for and cannot be', async () => {
    const { linkLocal, calls } = setUp({ address: nobodys, wish: 'bind' });
    await using _ = linkLocal;
    linkLocal.start();
    await linkLocal.settled(never);
    expect(linkLocal.state).toEqual({
      way: 'none',
      problem: '169.254.170.2 is no address of this machine: the engine runs on another one',
    });
    expect(calls).toEqual(['network']);
  });
});

describe('what goes wrong', () => {
  test.each([
    [98, "169.254.170.2:51679 is in use on the engine's machine, by another Longshore or by the ECS agent"],
    [1, "the engine's machine does not let port 80 be led to 169.254.170.2:51679"],
    [93, "the kernel of the engine's machine has no nf_tables to lead port 80 to 169.254.170.2:51679"],
    [12, 'the relay says error 12'],
  ])('a relay that fails with error %i is told, and ended', async (error, problem) => {
    const { linkLocal, calls, plan, told } = setUp();
    await using _ = linkLocal;
    plan.says = refusing(error);
    linkLocal.start();
    await linkLocal.settled(never);
    expect(linkLocal.state).toEqual({ way: 'none', problem });
    expect(told).toEqual([{ problem }]);
    expect(calls).toEqual(['network', 'carry', 'end carry']);
  });

  test('is told once and tried again, ever more rarely, until it goes right', async () => {
    const { linkLocal, clock, calls, plan, told } = setUp();
    await using _ = linkLocal;
    plan.network = () => {
      throw new BackendError(
        'ContainerNetworkingError',
        'Pool overlaps with other one on this address space',
      );
    };
    linkLocal.start();
    await linkLocal.settled(never);
    for (const [wait, count] of [
      [1000, 2],
      [2000, 3],
      [4000, 4],
    ] as const) {
      await clock.advance(wait - 1);
      expect(calls).toHaveLength(count - 1);
      await clock.advance(1);
      expect(calls).toHaveLength(count);
    }
    expect(told).toEqual([{ problem: 'Pool overlaps with other one on this address space' }]);
    plan.network = () => {};
    await clock.advance(8000);
    expect(linkLocal.state).toEqual({ way: 'relay' });
  });

  test('a task waits five seconds at most for an engine that does not answer', async () => {
    const { linkLocal, clock, plan } = setUp();
    await using _ = linkLocal;
    plan.says = Buffer.alloc(0);
    linkLocal.start();
    let isOver = false;
    const waiting = linkLocal.settled(never).then(() => (isOver = true));
    await clock.advance(4999);
    expect(isOver).toBe(false);
    await clock.advance(1);
    await waiting;
    await expect(linkLocal.settled(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});

describe('while it is held', () => {
  test('a relay that ends is followed by another', async () => {
    const { linkLocal, clock, calls, relays } = setUp();
    await using _ = linkLocal;
    linkLocal.start();
    await linkLocal.settled(never);
    relays[0]?.end();
    await clock.advance(999);
    expect(linkLocal.state).toEqual({ way: 'none', problem: 'its relay has ended' });
    await clock.advance(1);
    expect(linkLocal.state).toEqual({ way: 'relay' });
    expect(calls).toEqual(['network', 'carry', 'end carry', 'network', 'carry']);
  });

  test('its network is looked after every ten seconds, and when something has happened', async () => {
    const { linkLocal, clock, calls } = setUp();
    await using _ = linkLocal;
    linkLocal.start();
    await linkLocal.settled(never);
    await clock.advance(10_000);
    linkLocal.check();
    await clock.advance(0);
    expect(calls).toEqual(['network', 'carry', 'network', 'network']);
  });

  test('another Longshore’s network, which goes with that one, every second', async () => {
    const { linkLocal, clock, calls, plan } = setUp();
    await using _ = linkLocal;
    plan.isOwn = false;
    linkLocal.start();
    await linkLocal.settled(never);
    await clock.advance(2000);
    expect(calls).toEqual(['network', 'carry', 'network', 'network']);
  });

  test('trouble with the engine does not let go of it', async () => {
    const { linkLocal, clock, plan } = setUp();
    await using _ = linkLocal;
    linkLocal.start();
    await linkLocal.settled(never);
    plan.network = () => {
      throw new Error('no answer');
    };
    await clock.advance(10_000);
    expect(linkLocal.state).toEqual({ way: 'relay' });
  });
});

describe('the end', () => {
  test('by a drain leaves neither relay nor network', async () => {
    const { linkLocal, calls } = setUp();
    linkLocal.start();
    await linkLocal.settled(never);
    await linkLocal.drain(never);
    expect(calls).toEqual(['network', 'carry', 'end carry', 'clear']);
  });

  test('without one leaves the network for the next run', async () => {
    const { linkLocal, calls } = setUp();
    linkLocal.start();
    await linkLocal.settled(never);
    await linkLocal[Symbol.asyncDispose]();
    expect(calls).toEqual(['network', 'carry', 'end carry']);
  });

  test('asks nothing of an engine that never answered', async () => {
    const { linkLocal, calls, plan } = setUp();
    plan.network = () => {
      throw new Error('no engine');
    };
    linkLocal.start();
    await linkLocal.settled(never);
    await linkLocal.drain(never);
    expect(calls).toEqual(['network']);
  });
});
