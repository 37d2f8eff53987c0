import { describe, expect, test } from 'vitest';

import { fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import { EngineError, type EngineErrorKind } from '../../../docker/errors.ts';
import type { ImageInspect } from '../../../docker/images.ts';
import type { ImageProgress } from '../../../docker/progress.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import type { ImageRequest, PullProgress } from '../backend.ts';
import { ensureImage } from './ensure-image.ts';

const failure = (kind: EngineErrorKind, message: string): EngineError =>
  new EngineError({ kind, message, call: 'POST /images/create' });

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const { signal: never } = new AbortController();

type Pull = (onProgress: (progress: ImageProgress) => void, signal?: AbortSignal) => Promise<void>;

/** An engine that has the image after the first pull that succeeds; `pulls` are its answers in turn. */
function registry(
  pulls: readonly Pull[],
  given: { readonly local?: boolean; readonly repoDigests?: readonly string[] } = {},
) {
  const clock = new VirtualClock(0);
  const asked: { readonly name: string; readonly platform?: string; readonly at: number }[] = [];
  const progress: PullProgress[] = [];
  let there = given.local ?? false;
  const engine = fakeEngine({
    images: {
      inspect: () => {
        const image = { Id: digest('a'), RepoDigests: given.repoDigests ?? null } as unknown as ImageInspect;
        return there ? Promise.resolve(image) : Promise.reject(failure('not-found', 'No such image'));
      },
      pull: async (name, options = {}) => {
        const { platform } = options;
        asked.push({ name, at: clock.now(), ...(platform === undefined ? {} : { platform }) });
        const answer = pulls[Math.min(asked.length, pulls.length) - 1];
        await answer?.(options.onProgress ?? (() => {}), options.signal);
        there = true;
      },
    },
  });
  const ensure = (request: ImageRequest, signal = never) =>
    ensureImage(engine, clock, request, (each) => progress.push(each), signal);
  return { clock, asked, progress, ensure };
}

const refuse =
  (kind: EngineErrorKind, message: string): Pull =>
  () =>
    Promise.reject(failure(kind, message));

describe('ensureImage', () => {
  test('takes what is there, without a word to a registry', async () => {
    const { ensure, asked, progress } = registry([], { local: true });
    expect(await ensure({ image: 'busybox:1' })).toEqual({ id: digest('a'), pulled: false });
    expect(asked).toEqual([]);
    expect(progress).toEqual([]);
  });

  test('gives the digest of the repository that was asked for', async () => {
    const repoDigests = [`other@${digest('1')}`, `host:5000/team/app@${digest('2')}`];
    const { ensure } = registry([], { local: true, repoDigests });
    expect((await ensure({ image: 'host:5000/team/app:1' })).digest).toBe(digest('2'));
    expect((await ensure({ image: 'tagged-here:1' })).digest).toBe(digest('1'));
  });

  test('pulls what is missing, for its platform, and sums the layers up', async () => {
    const { ensure, asked, progress } = registry([
      (tell) => {
        tell({ status: 'Pulling from library/busybox', id: '1' });
        tell({ status: 'Downloading', id: 'a', progressDetail: { current: 1, total: 10 } });
        tell({ status: 'Downloading', id: 'b', progressDetail: { current: 5, total: 20 } });
        tell({ status: 'Downloading', id: 'a', progressDetail: { current: 10, total: 10 } });
        tell({ status: 'Pull complete', id: 'a', progressDetail: {} });
        return Promise.resolve();
      },
    ]);
    const result = await ensure({ image: 'busybox:1', platform: 'linux/arm64' });
    expect(result).toEqual({ id: digest('a'), pulled: true });
    expect(asked).toEqual([{ name: 'busybox:1', platform: 'linux/arm64', at: 0 }]);
    expect(progress.map(({ status, current, total }) => [status, current, total])).toEqual([
      ['Pulling', 0, 0],
      ['Pulling from library/busybox', 0, 0],
      ['Downloading', 1, 10],
      ['Downloading', 6, 30],
      ['Downloading', 15, 30],
      ['Pull complete', 15, 30],
    ]);
  });

  test.each([
    ['server', 'manifest for busybox:none not found: manifest unknown: manifest unknown'],
    ['server', 'Head "https://x/v2/": no basic auth credentials'],
    ['server', 'toomanyrequests: You have reached your pull rate limit'],
    ['server', 'dial tcp: lookup nonesuch: no such host'],
    ['server', 'no matching manifest for linux/arm64 in the manifest list entries'],
    ['not-found', 'pull access denied for nonesuch, repository does not exist'],
    ['bad-request', 'invalid reference format'],
  ] as const)('does not try again what is refused for good: %s, %s', async (kind, message) => {
    const { ensure, asked } = registry([refuse(kind, message)]);
    await expect(ensure({ image: 'busybox:none' })).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message: `Error response from daemon: ${message}`,
    });
    expect(asked).toHaveLength(1);
  });

  test('tries five times when the registry fails, waiting longer each time', async () => {
    const { ensure, asked, clock, progress } = registry([refuse('server', 'unexpected EOF')]);
    const failed = expect(ensure({ image: 'busybox:1' })).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message: 'Error response from daemon: unexpected EOF',
    });
    await clock.advance(60_000);
    await failed;
    expect(asked.map(({ at }) => at)).toEqual([0, 1000, 3000, 7000, 12_000]);
    expect(progress.filter(({ status }) => status === 'Waiting to try again')).toHaveLength(4);
  });

  test('one attempt that succeeds is enough', async () => {
    const { ensure, asked, clock } = registry([
      refuse('server', 'unexpected EOF'),
      refuse('server', 'connection refused'),
      () => Promise.resolve(),
    ]);
    const pulling = ensure({ image: 'busybox:1' });
    await clock.advance(60_000);
    expect((await pulling).pulled).toBe(true);
    expect(asked).toHaveLength(3);
  });

  test('is given up at once, in a pull or between two', async () => {
    const abort = new AbortController();
    const { ensure, asked, clock } = registry([refuse('server', 'unexpected EOF')]);
    const waiting = expect(ensure({ image: 'busybox:1' }, abort.signal)).rejects.toThrow('enough');
    await clock.advance(500);
    abort.abort(new Error('enough'));
    await waiting;
    await clock.advance(60_000);
    expect(asked).toHaveLength(1);

    // The client's own error for it is passed on, not put into words for people.
    const aborted = registry([refuse('aborted', 'POST /images/create was aborted')]);
    await expect(aborted.ensure({ image: 'busybox:1' })).rejects.toMatchObject({
      name: 'EngineError',
      kind: 'aborted',
    });
    expect(aborted.asked).toHaveLength(1);
  });

  test('an engine that is away is said to be away', async () => {
    const { ensure } = registry([refuse('unreachable', 'cannot reach a container engine at unix:///x')]);
    await expect(ensure({ image: 'busybox:1' })).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message: 'cannot reach a container engine at unix:///x',
    });
  });
});
