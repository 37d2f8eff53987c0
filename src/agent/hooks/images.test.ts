import { describe, expect, test } from 'vitest';

import type { Backend, ImageRequest, ImageResult, PullProgress } from '../backends/backend.ts';
import { Images } from './images.ts';

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
function fetches(): { readonly images: Images; readonly begun: Fetch[] } {
  const begun: Fetch[] = [];
  const backend: Pick<Backend, 'ensureImage'> = {
    ensureImage: (request, tell, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<ImageResult>();
      begun.push({ request, tell, signal, resolve, reject });
      return promise;
    },
  };
  return { images: new Images(backend as Backend), begun };
}

const progress = (current: number): PullProgress => ({
  image: 'a',
  status: 'Downloading',
  current,
  total: 9,
});

describe('Images', () => {
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
    expect(begun[0]?.request).toEqual({ image: 'a' });
  });

  test('fetches different images, and one image for different platforms, side by side', async () => {
    const { images, begun } = fetches();
    const requests = [{ image: 'a' }, { image: 'b' }, { image: 'a', platform: 'linux/arm64' }];
    const waiting = requests.map((request) => images.ensure(request, ignore, never));
    expect(begun.map(({ request }) => request)).toEqual(requests);
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
});
