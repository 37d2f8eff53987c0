import { describe, expect, test } from 'vitest';

import { fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import { EngineError, type EngineErrorKind } from '../../../docker/errors.ts';
import type { ImageInspect } from '../../../docker/images.ts';
import type { ImageProgress } from '../../../docker/progress.ts';
import type { RegistryAuth } from '../../../docker/registry-auth.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import type { ImageSource } from '../../hooks/image-source.ts';
import type { ImageRequest, PullProgress } from '../backend.ts';
import { ensureImage } from './ensure-image.ts';
import type { Login } from './registry-logins.ts';

const failure = (kind: EngineErrorKind, message: string): EngineError =>
  new EngineError({ kind, message, call: 'POST /images/create' });

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const { signal: never } = new AbortController();

type Pull = (onProgress: (progress: ImageProgress) => void, signal?: AbortSignal) => Promise<void>;

interface Given {
  readonly local?: Partial<ImageInspect>;
  /** What is there after a pull. */
  readonly remote?: Partial<ImageInspect>;
  readonly login?: Omit<Login, 'registry' | 'source'>;
  readonly source?: ImageSource;
}

/** An engine that has the image after the first pull that succeeds; `pulls` are its answers in turn. */
function registry(pulls: readonly Pull[], given: Given = {}) {
  const clock = new VirtualClock(0);
  const asked: {
    readonly name: string;
    readonly platform?: string;
    readonly auth?: RegistryAuth;
    readonly at: number;
  }[] = [];
  const progress: PullProgress[] = [];
  let there = given.local;
  const engine = fakeEngine({
    images: {
      inspect: () => {
        const image = { Id: digest('a'), RepoDigests: null, Os: 'linux', Architecture: 'amd64', ...there };
        return there === undefined
          ? Promise.reject(failure('not-found', 'No such image'))
          : Promise.resolve(image as unknown as ImageInspect);
      },
      pull: async (name, options = {}) => {
        const { platform, auth } = options;
        asked.push({
          name,
          at: clock.now(),
          ...(platform === undefined ? {} : { platform }),
          ...(auth === undefined ? {} : { auth }),
        });
        const answer = pulls[Math.min(asked.length, pulls.length) - 1];
        await answer?.(options.onProgress ?? (() => {}), options.signal);
        there = given.remote ?? {};
      },
    },
  });
  const { login, source } = given;
  const logins =
    login === undefined
      ? undefined
      : {
          for: (name: string) =>
            Promise.resolve({ registry: name, source: '/home/me/config.json', ...login }),
        };
  const ensure = (request: Partial<ImageRequest> = {}, signal = never) =>
    ensureImage(
      { engine, clock, logins, source },
      { image: 'busybox:1', pull: 'missing', ...request },
      (each) => progress.push(each),
      signal,
    );
  return { clock, asked, progress, ensure };
}

const refuse =
  (kind: EngineErrorKind, message: string): Pull =>
  () =>
    Promise.reject(failure(kind, message));

const succeed: Pull = () => Promise.resolve();

describe('an image that is there', () => {
  test('is taken without a word to a registry', async () => {
    const { ensure, asked, progress } = registry([], { local: {} });
    expect(await ensure()).toEqual({ id: digest('a'), pulled: false });
    expect(asked).toEqual([]);
    expect(progress).toEqual([]);
  });

  test('is pulled all the same when it always is to be', async () => {
    const { ensure, asked } = registry([succeed], { local: {}, remote: { Id: digest('b') } });
    expect(await ensure({ pull: 'always' })).toEqual({ id: digest('b'), pulled: true });
    expect(asked).toHaveLength(1);
  });

  test('does not help when it always is to be pulled and that fails', async () => {
    const { ensure } = registry([refuse('server', 'manifest unknown')], { local: {} });
    await expect(ensure({ pull: 'always' })).rejects.toMatchObject({ name: 'CannotPullContainerError' });
  });

  test('gives the digest of the repository that was asked for, or none', async () => {
    const RepoDigests = [`other@${digest('1')}`, `host:5000/team/app@${digest('2')}`];
    const { ensure } = registry([], { local: { RepoDigests } });
    expect((await ensure({ image: 'host:5000/team/app:1' })).digest).toBe(digest('2'));
    expect(await ensure({ image: 'tagged-here:1' })).not.toHaveProperty('digest');
  });
});

describe('an image that is missing', () => {
  test('is pulled, for its platform, and its layers are summed up', async () => {
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
    expect(await ensure({ platform: 'linux/amd64' })).toEqual({ id: digest('a'), pulled: true });
    expect(asked).toEqual([{ name: 'busybox:1', platform: 'linux/amd64', at: 0 }]);
    expect(progress.map(({ status, current, total }) => [status, current, total])).toEqual([
      ['Pulling', 0, 0],
      ['Pulling from library/busybox', 0, 0],
      ['Downloading', 1, 10],
      ['Downloading', 6, 30],
      ['Downloading', 15, 30],
      ['Pull complete', 15, 30],
    ]);
  });

  test('has the digest that its pull told, of all that the engine remembers', async () => {
    const RepoDigests = [`busybox@${digest('1')}`, `busybox@${digest('2')}`];
    const tellDigest: Pull = (tell) => Promise.resolve(tell({ status: `Digest: ${digest('2')}` }));
    const { ensure } = registry([tellDigest], { remote: { RepoDigests } });
    expect((await ensure()).digest).toBe(digest('2'));
  });

  test.each([
    ['server', 'manifest for busybox:none not found: manifest unknown: manifest unknown'],
    ['server', 'Head "https://x/v2/": no basic auth credentials'],
    ['server', 'toomanyrequests: You have reached your pull rate limit'],
    ['server', 'dial tcp: lookup nonesuch: no such host'],
    ['server', 'no matching manifest for linux/arm64 in the manifest list entries'],
    ['server', 'manifest verification failed for digest sha256:1'],
    ['not-found', 'pull access denied for nonesuch, repository does not exist'],
    ['bad-request', 'invalid reference format'],
  ] as const)('is not asked for again when it is refused for good: %s, %s', async (kind, message) => {
    const { ensure, asked } = registry([refuse(kind, message)]);
    await expect(ensure()).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message: `Error response from daemon: ${message}`,
    });
    expect(asked).toHaveLength(1);
  });

  test('is asked for five times when the registry fails, each time after a longer wait', async () => {
    const { ensure, asked, clock, progress } = registry([refuse('server', 'unexpected EOF')]);
    const failed = expect(ensure()).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message: 'Error response from daemon: unexpected EOF',
    });
    await clock.advance(60_000);
    await failed;
    expect(asked.map(({ at }) => at)).toEqual([0, 1000, 3000, 7000, 12_000]);
    expect(progress.filter(({ status }) => status === 'Waiting to try again')).toHaveLength(4);
  });

  test('is there after one attempt that succeeds', async () => {
    const { ensure, asked, clock } = registry([
      refuse('server', 'unexpected EOF'),
      refuse('server', 'connection refused'),
      succeed,
    ]);
    const pulling = ensure();
    await clock.advance(60_000);
    expect((await pulling).pulled).toBe(true);
    expect(asked).toHaveLength(3);
  });

  test('is used when somebody has made it while its pull failed', async () => {
    let made: Partial<ImageInspect> | undefined;
    const given: Given = {
      get local() {
        return made;
      },
    };
    const engine = fakeEngine({
      images: {
        inspect: () =>
          given.local === undefined
            ? Promise.reject(failure('not-found', 'No such image'))
            : Promise.resolve({ Id: digest('b'), RepoDigests: null } as unknown as ImageInspect),
        pull: () => {
          made = {};
          return Promise.reject(failure('not-found', 'manifest unknown'));
        },
      },
    });
    const parts = { engine, clock: new VirtualClock(0) };
    const result = await ensureImage(parts, { image: 'app:1', pull: 'missing' }, () => {}, never);
    expect(result).toEqual({ id: digest('b'), pulled: false });
  });

  test('is given up at once, in a pull or between two', async () => {
    const abort = new AbortController();
    const { ensure, asked, clock } = registry([refuse('server', 'unexpected EOF')]);
    const waiting = expect(ensure({}, abort.signal)).rejects.toThrow('enough');
    await clock.advance(500);
    abort.abort(new Error('enough'));
    await waiting;
    await clock.advance(60_000);
    expect(asked).toHaveLength(1);

    // The client's own error for it is passed on, not put into words for people.
    const aborted = registry([refuse('aborted', 'POST /images/create was aborted')]);
    await expect(aborted.ensure()).rejects.toMatchObject({ name: 'EngineError', kind: 'aborted' });
    expect(aborted.asked).toHaveLength(1);
  });

  test('cannot be had from an engine that is away, which is said', async () => {
    const { ensure } = registry([refuse('unreachable', 'cannot reach a container engine at unix:///x')]);
    await expect(ensure()).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message: 'cannot reach a container engine at unix:///x',
    });
  });
});

describe('logins', () => {
  const auth = { username: 'me', password: 'secret' };

  test('are sent for the registry of the image', async () => {
    const { ensure, asked } = registry([succeed], { login: { auth } });
    await ensure({ image: 'ghcr.io/team/app:1' });
    expect(asked).toEqual([{ name: 'ghcr.io/team/app:1', auth, at: 0 }]);
  });

  test.each([
    [{}, 'asked without a login: /home/me/config.json has none for docker.io'],
    [{ auth }, 'asked with the login for docker.io from /home/me/config.json'],
    [
      { problem: 'it is not JSON' },
      'asked without a login: /home/me/config.json cannot be used: it is not JSON',
    ],
  ])('are part of the error when the registry refuses: %o', async (login, said) => {
    const words = 'pull access denied for app, repository does not exist or may require docker login';
    const { ensure } = registry([refuse('not-found', words)], { login });
    await expect(ensure()).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message: `Error response from daemon: ${words} (${said})`,
    });
  });

  test('of the task itself are sent in place of the user’s own', async () => {
    const words = 'pull access denied for app, repository does not exist or may require docker login';
    const { ensure, asked } = registry([refuse('not-found', words)], { login: { auth } });
    const login = { source: 'arn:secret', username: 'task', password: 'own' };
    await expect(ensure({ login })).rejects.toMatchObject({
      message: `Error response from daemon: ${words} (asked with the login for docker.io from arn:secret)`,
    });
    const serveraddress = 'https://index.docker.io/v1/';
    expect(asked[0]?.auth).toEqual({ username: 'task', password: 'own', serveraddress });
  });

  test('are no part of other errors', async () => {
    const { ensure } = registry([refuse('server', 'manifest unknown')], { login: { auth } });
    await expect(ensure()).rejects.toMatchObject({ message: 'Error response from daemon: manifest unknown' });
  });
});

describe('platforms', () => {
  const wanted = 'linux/arm64';
  const arm = { Architecture: 'arm64', Variant: 'v8', Id: digest('b') };
  const words =
    'image with reference busybox:1 was found but does not match the specified platform: ' +
    'wanted linux/arm64, actual: linux/amd64';

  test('an image of another one is replaced by the right one', async () => {
    const { ensure, asked } = registry([succeed], { local: {}, remote: arm });
    expect(await ensure({ platform: wanted })).toEqual({ id: digest('b'), pulled: true });
    expect(asked).toHaveLength(1);
  });

  test('both are named when none can be pulled', async () => {
    const { ensure } = registry([refuse('not-found', 'manifest unknown')], { local: {} });
    await expect(ensure({ platform: wanted })).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message: `${words}; and none could be pulled: Error response from daemon: manifest unknown`,
    });
  });

  test.each(['missing', 'always'] as const)(
    'both are named when the registry gives another: %s',
    async (pull) => {
      const { ensure } = registry([succeed]);
      await expect(ensure({ platform: wanted, pull })).rejects.toMatchObject({
        name: 'CannotPullContainerError',
        message: words,
      });
    },
  );

  test('where one id stands for several, creating the container is what tells', async () => {
    const several = { RepoDigests: [`busybox@${digest('a')}`] };
    const pulled = registry([succeed], { local: several, remote: several });
    expect((await pulled.ensure({ platform: wanted })).pulled).toBe(true);
    const offline = registry([refuse('server', 'no such host')], { local: several });
    expect((await offline.ensure({ platform: wanted })).pulled).toBe(false);
  });
});

describe('an image of ECR that our own registry has not', () => {
  const image = '000000000000.dkr.ecr.us-east-1.amazonaws.com/app:1';
  const source = { find: () => ({ kind: 'absent' as const, problem: 'repository x not found' }) };

  test('is pulled from AWS by who has logged in there', async () => {
    const auth = { username: 'AWS', password: 'p' };
    const { ensure, asked } = registry([succeed], { login: { auth }, source });
    expect(await ensure({ image })).toMatchObject({ pulled: true });
    expect(asked).toMatchObject([{ name: image, auth }]);
  });

  test('is asked of nobody else', async () => {
    const { ensure, asked } = registry([succeed], { login: {}, source });
    await expect(ensure({ image })).rejects.toThrow('repository x not found');
    expect(asked).toEqual([]);
  });
});
