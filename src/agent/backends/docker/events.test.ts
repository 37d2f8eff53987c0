import { describe, expect, test } from 'vitest';

import { fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import type { EngineEvent, EventOptions } from '../../../docker/events.ts';
import { Channel } from '../../../kernel/channel.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import type { BackendEvent, ContainerSnapshot } from '../backend.ts';
import { followEvents } from './events.ts';
import { Exits } from './exits.ts';

const event = (action: string, attributes: Readonly<Record<string, string>> = {}): EngineEvent => ({
  type: 'container',
  action,
  id: 'c1',
  attributes: { 'longshore.task': 'arn:task', 'longshore.container': 'web', ...attributes },
  timeNano: 5_000_000n,
});

const looked = (given: Partial<ContainerSnapshot> = {}): ContainerSnapshot => ({
  runtimeId: 'c1',
  engineName: 'web',
  taskArn: 'arn:task',
  container: 'web',
  status: 'running',
  outOfMemory: false,
  bindings: [],
  createdAt: 1,
  ...given,
});

const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Streams and looks that the test opens, feeds, breaks and answers. */
function follow() {
  const clock = new VirtualClock(0);
  const abort = new AbortController();
  const exits = new Exits();
  const seen: BackendEvent[] = [];
  const asked: EventOptions[] = [];
  const looks: PromiseWithResolvers<ContainerSnapshot | undefined>[] = [];
  let refusals = 0;
  let stream = new Channel<EngineEvent>(100);
  let closed = 0;
  const engine = fakeEngine({
    openEvents: (options = {}) => {
      asked.push(options);
      if (refusals-- > 0) return Promise.reject(new Error('refused'));
      stream = new Channel<EngineEvent>(100);
      const current = stream;
      options.signal?.addEventListener('abort', () => current.close());
      return Promise.resolve({
        [Symbol.asyncIterator]: () => current[Symbol.asyncIterator](),
        [Symbol.dispose]: () => void (closed += 1),
      });
    },
  });
  const inspect = (): Promise<ContainerSnapshot | undefined> => {
    const look = Promise.withResolvers<ContainerSnapshot | undefined>();
    looks.push(look);
    return look.promise;
  };
  const following = (async () => {
    const events = followEvents({ engine, clock, installation: 'i1', exits, inspect }, abort.signal);
    for await (const each of events) seen.push(each);
  })();
  return {
    clock,
    exits,
    seen,
    asked,
    looks,
    closed: () => closed,
    tell: async (...events: readonly EngineEvent[]) => {
      await settled();
      for (const each of events) stream.post(each);
      await settled();
    },
    breakOff: async (refused = 0) => {
      refusals = refused;
      stream.close();
      await settled();
    },
    end: async () => {
      abort.abort(new Error('leaving'));
      await following;
    },
  };
}

describe('followEvents', () => {
  test('says that it is connected, and asks for this installation’s containers only', async () => {
    const { tell, seen, asked, end } = follow();
    await tell();
    expect(seen).toEqual([{ kind: 'connected' }]);
    expect(asked[0]?.filters).toEqual({
      type: ['container'],
      event: ['start', 'die', 'oom', 'health_status', 'destroy'],
      label: ['longshore.installation=i1'],
    });
    await end();
  });

  test('looks once at a container however many hints come, and once more for those that came meanwhile', async () => {
    const { tell, seen, looks, end } = follow();
    await tell(event('start'), event('health_status: healthy'), event('health_status: unhealthy'));
    expect(looks).toHaveLength(1);
    looks[0]?.resolve(looked());
    await settled();
    expect(looks).toHaveLength(2);
    looks[1]?.resolve(looked({ health: 'UNHEALTHY' }));
    await settled();
    expect(looks).toHaveLength(2);
    expect(seen.slice(1)).toEqual([
      { kind: 'changed', snapshot: looked() },
      { kind: 'changed', snapshot: looked({ health: 'UNHEALTHY' }) },
    ]);
    await end();
  });

  test('tells an end from its event, before the look, and whose end it is', async () => {
    const { tell, seen, looks, exits, end } = follow();
    await tell(event('die', { exitCode: '3', name: 'web' }));
    expect(seen[1]).toMatchObject({
      kind: 'changed',
      snapshot: { status: 'exited', exitCode: 3, container: 'web', taskArn: 'arn:task', finishedAt: 5 },
    });
    let waited: boolean | undefined;
    const waiting = exits.settled().then((each) => (waited = each));
    await settled();
    expect(waited).toBeUndefined();
    const exited = looked({ status: 'exited', exitCode: 3 });
    looks[0]?.resolve(exited);
    await waiting;
    expect(waited).toBe(true);
    expect(seen[2]).toEqual({ kind: 'changed', snapshot: exited });
    await end();
  });

  test('waits for the look when memory ran out, whatever the exit code', async () => {
    const { tell, seen, looks, end } = follow();
    await tell(event('oom'), event('die', { exitCode: '7' }));
    expect(seen).toEqual([{ kind: 'connected' }]);
    looks[0]?.resolve(looked({ status: 'exited', exitCode: 7, outOfMemory: true }));
    await settled();
    expect(seen[1]).toMatchObject({ kind: 'changed', snapshot: { outOfMemory: true } });
    // That was for one run only.
    looks[1]?.resolve(undefined);
    await tell(event('die', { exitCode: '8' }));
    expect(seen.at(-1)).toMatchObject({ kind: 'changed', snapshot: { exitCode: 8 } });
    await end();
  });

  test('a removal needs no look; a look that fails or finds nothing tells nothing', async () => {
    const { tell, seen, looks, end } = follow();
    await tell(event('start'));
    looks[0]?.reject(new Error('engine away'));
    await tell(event('start'));
    looks[1]?.resolve(undefined);
    await tell(event('destroy'));
    expect(seen.slice(1)).toEqual([
      { kind: 'removed', runtimeId: 'c1', taskArn: 'arn:task', container: 'web' },
    ]);
    expect(looks).toHaveLength(2);
    await end();
  });

  test('connects again by itself, waits longer each time, and says each once', async () => {
    const { tell, breakOff, seen, asked, clock, closed, end } = follow();
    await tell();
    await breakOff(3);
    expect(seen[1]).toEqual({ kind: 'disconnected', problem: 'the engine closed the stream of events' });
    const times: number[] = [];
    for (let tries = asked.length; tries < 5; tries = asked.length) {
      await clock.advance(50);
      if (asked.length > tries) times.push(clock.now());
    }
    await tell();
    expect(times).toEqual([100, 300, 700, 1500]);
    expect(seen.map(({ kind }) => kind)).toEqual(['connected', 'disconnected', 'connected']);
    expect(closed()).toBe(1);
    // Having been connected, it begins with short waits again.
    await breakOff();
    await clock.advance(100);
    expect(seen.map(({ kind }) => kind).slice(3)).toEqual(['disconnected', 'connected']);
    await end();
  });

  test('ends with its signal, also while it waits to connect again', async () => {
    const { tell, breakOff, asked, end, clock } = follow();
    await tell();
    await breakOff(100);
    await end();
    const tries = asked.length;
    await clock.advance(60_000);
    expect(asked).toHaveLength(tries);
  });
});
