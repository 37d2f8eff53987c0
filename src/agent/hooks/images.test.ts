import { describe, expect, test } from 'vitest';

import type { Backend, ImageRequest, ImageResult, PullProgress } from '../backends/backend.ts';
import { Images } from './images.ts';
import type { PullBehavior } from './images-behavior.ts';

const found: ImageResult = { id: 'sha256:1', pulled: true };
const { signal: never } = new AbortController();
const ignore = (): void => {};

interface Fetch {
  readonly request: ImageRequest;
  readonly tell: (progress: PullProgress) => void;
  readonly signal: AbortSignal;
  readonly resolve: (result: ImageResult) => void;
  readonly reject: (error: Error) => void;
}

/** Fetches that end when the test says so. */
function fetches(
  behavior: PullBehavior = 'default',
  pulled: Set<string> = new Set(),
): { readonly images: Images; readonly begun: Fetch[] } {
  const begun: Fetch[] = [];
  const backend: Pick<Backend, 'ensureImage'> = {
    ensureImage: (request, tell, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<ImageResult>();
      begun.push({ request, tell, signal, resolve, reject });
      return promise;
    },
  };
  return { images: new Images({ backend, behavior, pulled }), begun };
}

const progress = (current: number): PullProgress => ({
  image: 'a',
  status: 'Downloading',
  current,
  total: 9,
});

describe('Images', () => {
  test('of another login is another fetch, which is remembered by the image alone', async () => {
    const pulled = new Set<string>();
    const { images, begun } = fetches('once', pulled);
    const login = { source: 'arn:secret', username: 'u', password: 'p' };
    const both = [
      images.ensure({ image: 'a' }, ignore, never),
      images.ensure({ image: 'a', login }, ignore, never),
    ];
    expect(begun.map(({ request }) => request.login)).toEqual([undefined, login]);
    for (const fetch of begun) fetch.resolve({ ...found, pulled: true });
    await Promise.all(both);
    expect([...pulled]).toEqual([' a']);
  });

  test('fetches an image once for all who wait, and tells them all how it goes', async () => {
    const { images, begun } = fetches();
    const told: number[][] = [[], []];
    const waiting = told.map((list) =>
      images.ensure({ image: 'a' }, ({ current }) => list.push(current), never),
    );
    begun[0]?.tell(progress(3));
    begun[0]?.resolve(found);
    expect(await Promise.all(waiting)).toEqual([found, found]);
    expect(begun).toHaveLength(1);
    expect(told).toEqual([[3], [3]]);
    expect(begun[0]?.request).toEqual({ image: 'a', pull: 'outdated' });
  });

  test('fetches different images, and one image for different platforms, side by side', async () => {
    const { images, begun } = fetches();
    const requests = [{ image: 'a' }, { image: 'b' }, { image: 'a', platform: 'linux/arm64' }];
    const waiting = requests.map((request) => images.ensure(request, ignore, never));
    expect(begun.map(({ request }) => request)).toEqual(
      requests.map((request) => ({ ...request, pull: 'outdated' })),
    );
    for (const { resolve } of begun) resolve(found);
    await Promise.all(waiting);
  });

  test('abandons a fetch when the last who waited has gone, not before', async () => {
    const { images, begun } = fetches();
    const aborts = [new AbortController(), new AbortController()];
    const told: number[] = [];
    const waiting = aborts.map(({ signal }) =>
      images.ensure({ image: 'a' }, ({ current }) => told.push(current), signal),
    );
    const gone = waiting.map((promise) => expect(promise).rejects.toThrow('gone'));
    aborts[0]?.abort(new Error('gone'));
    await gone[0];
    expect(begun[0]?.signal.aborted).toBe(false);
    begun[0]?.tell(progress(1));
    expect(told).toEqual([1]);
    aborts[1]?.abort(new Error('gone'));
    await gone[1];
    expect(begun[0]?.signal.aborted).toBe(true);
    begun[0]?.reject(new Error('aborted'));
  });

  test('a fetch that was abandoned is not joined by whoever comes next', async () => {
    const { images, begun } = fetches();
    const abort = new AbortController();
    const first = expect(images.ensure({ image: 'a' }, ignore, abort.signal)).rejects.toThrow('gone');
    abort.abort(new Error('gone'));
    await first;
    const second = images.ensure({ image: 'a' }, ignore, never);
    begun[0]?.reject(new Error('aborted'));
    begun[1]?.resolve(found);
    expect(await second).toBe(found);
  });

  test('a failure is everybody’s who waited, and the next asks afresh', async () => {
    const { images, begun } = fetches();
    const waiting = [1, 2].map(() => images.ensure({ image: 'a' }, ignore, never));
    const failed = waiting.map((promise) => expect(promise).rejects.toThrow('no such image'));
    begun[0]?.reject(new Error('no such image'));
    await Promise.all(failed);
    const next = images.ensure({ image: 'a' }, ignore, never);
    begun[1]?.resolve(found);
    expect(await next).toBe(found);
    expect(begun).toHaveLength(2);
  });

  test('begins nothing for one who has gone already', async () => {
    const { images, begun } = fetches();
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(images.ensure({ image: 'a' }, ignore, gone)).rejects.toThrow('gone');
    expect(begun).toEqual([]);
  });

  test('who joins a pull that is under way hears of it at once; where nothing is pulled, nobody does', async () => {
    const { images, begun } = fetches();
    const first = images.ensure({ image: 'a' }, ignore, never);
    const told: number[] = [];
    const early = images.ensure({ image: 'a' }, ({ current }) => told.push(current), never);
    expect(told).toEqual([]);
    begun[0]?.tell(progress(3));
    begun[0]?.tell(progress(4));
    const late = images.ensure({ image: 'a' }, ({ current }) => told.push(10 + current), never);
    expect(told).toEqual([3, 4, 14]);
    begun[0]?.resolve(found);
    await Promise.all([first, early, late]);
  });
});

test('a backend may tell of its pull before it has returned', async () => {
  const backend: Pick<Backend, 'ensureImage'> = {
    ensureImage: (_, tell) => {
      tell(progress(7));
      return Promise.resolve(found);
    },
  };
  const images = new Images({ backend, behavior: 'always', pulled: new Set() });
  const told: number[] = [];
  expect(await images.ensure({ image: 'a' }, ({ current }) => told.push(current), never)).toBe(found);
  expect(told).toEqual([7]);
});

describe('pull behaviours', () => {
  async function pulls(
    behavior: PullBehavior,
    pulled: Set<string>,
    result = found,
  ): Promise<readonly string[]> {
    const { images, begun } = fetches(behavior, pulled);
    for (const index of [0, 1]) {
      const waiting = images.ensure({ image: 'a' }, ignore, never);
      begun[index]?.resolve(result);
      await waiting;
    }
    return begun.map(({ request }) => request.pull);
  }

  test.each([
    ['default', ['outdated', 'outdated'], false],
    ['prefer-cached', ['missing', 'missing'], false],
    ['always', ['always', 'always'], true],
    ['once', ['always', 'missing'], true],
  ] as const)('%s', async (behavior, expected, failureEndsTask) => {
    expect(await pulls(behavior, new Set())).toEqual(expected);
    expect(fetches(behavior).images.failureEndsTask).toBe(failureEndsTask);
  });

  test('once is once in the life of the installation, per platform, and only if it succeeded', async () => {
    const pulled = new Set<string>();
    await pulls('default', pulled, { id: 'sha256:1', pulled: false });
    expect(await pulls('once', pulled)).toEqual(['always', 'missing']);
    expect(await pulls('once', pulled)).toEqual(['missing', 'missing']);

    const { images, begun } = fetches('once', pulled);
    const other = { image: 'a', platform: 'linux/arm64' };
    const failed = expect(images.ensure(other, ignore, never)).rejects.toThrow('no such image');
    begun[0]?.reject(new Error('no such image'));
    await failed;
    const again = images.ensure(other, ignore, never);
    begun[1]?.resolve(found);
    await again;
    expect(begun.map(({ request }) => request.pull)).toEqual(['always', 'always']);
  });
});
