import { describe, expect, test } from 'vitest';

import { type FakeCalls, fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import { EngineError, type EngineErrorKind } from '../../../docker/errors.ts';
import type { Filters } from '../../../docker/query.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import { removeContainer, removeInstallation } from './removal.ts';

const { signal } = new AbortController();
const failure = (kind: EngineErrorKind): EngineError => new EngineError({ kind, message: kind, call: 'x' });

function partsOf(calls: FakeCalls) {
  return { engine: fakeEngine(calls), clock: new VirtualClock(0) };
}

describe('removeContainer', () => {
  test('waits until a removal is done that somebody else has begun', async () => {
    const { promise: removed, resolve } = Promise.withResolvers<{ exitCode: number }>();
    const asked: string[] = [];
    const removal = removeContainer(
      partsOf({
        containers: {
          remove: () => {
            asked.push('remove');
            return Promise.reject(failure(asked.length === 1 ? 'conflict' : 'not-found'));
          },
          wait: (_, options) => {
            asked.push(`wait ${options?.condition}`);
            return removed;
          },
        },
      }),
      'c1',
      signal,
    ).then(() => asked.push('done'));
    await Promise.resolve();
    expect(asked).not.toContain('done');
    resolve({ exitCode: 0 });
    await removal;
    expect(asked).toEqual(['remove', 'wait removed', 'remove', 'done']);
  });

  test('one that never ends is a failure, and so is one that is refused again and again', async () => {
    const stuck = partsOf({
      containers: {
        remove: () => Promise.reject(failure('conflict')),
        wait: (_, options) =>
          new Promise((_resolve, reject) => {
            options?.signal?.addEventListener('abort', () => reject(failure('aborted')));
          }),
      },
    });
    const expected = expect(removeContainer(stuck, 'c1', signal)).rejects.toThrow('timed out');
    await stuck.clock.advance(30_000);
    await expected;
    const refused = partsOf({
      containers: {
        remove: () => Promise.reject(failure('conflict')),
        wait: () => Promise.resolve({ exitCode: 0 }),
      },
    });
    await expect(removeContainer(refused, 'c1', signal)).rejects.toMatchObject({ kind: 'conflict' });
  });
});

describe('removeInstallation', () => {
  /** An engine that lists what is in `there`, each by its kind and id, for installation `dead` only. */
  function engineWith(there: Set<string>) {
    const removed: string[] = [];
    const Labels = { 'longshore.installation': 'dead' };
    const list = (kind: string) => (options?: { filters?: Filters; all?: boolean }) => {
      const isAsked = options?.filters?.['label']?.[0] === 'longshore.installation=dead';
      const ids = isAsked ? [...there].filter((thing) => thing.startsWith(kind)) : [];
      return Promise.resolve(ids.map((Id) => ({ Id, Name: Id })) as never);
    };
    const remove = (id: string): Promise<void> => {
      there.delete(id);
      removed.push(id);
      return Promise.resolve();
    };
    const parts = partsOf({
      containers: { list: list('container'), remove },
      volumes: {
        list: list('volume'),
        remove,
        inspect: (Name) => Promise.resolve({ Name, Labels } as never),
      },
      networks: { list: list('network'), remove },
      system: { engineInfo: () => Promise.resolve({ hostName: 'elsewhere' } as never) },
    });
    return { parts, removed };
  }

  test('removes all that carries its id, and looks again for what the engine was still making', async () => {
    const there = new Set(['network 1', 'volume 1', 'container 1']);
    const { parts, removed } = engineWith(there);
    parts.clock.schedule(3000, () => there.add('volume 2'));
    let isDone = false;
    const removal = removeInstallation(parts, 'dead', signal).then(() => (isDone = true));
    await parts.clock.advance(10_000);
    expect(removed).toEqual(['container 1', 'volume 1', 'network 1', 'volume 2']);
    expect(isDone).toBe(false);
    await parts.clock.advance(5000);
    await removal;
  });

  test('what cannot be removed is a failure', async () => {
    const { parts } = engineWith(new Set(['container 1']));
    const refused = { ...parts.engine.containers, remove: () => Promise.reject(failure('server')) };
    const engine = { ...parts.engine, containers: { ...refused, list: parts.engine.containers.list } };
    const removal = removeInstallation({ ...parts, engine }, 'dead', signal);
    await expect(removal).rejects.toMatchObject({ kind: 'server' });
  });
});
