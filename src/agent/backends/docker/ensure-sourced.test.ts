import { describe, expect, test } from 'vitest';
import { fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import type { EngineEndpoint } from '../../../docker/endpoint.ts';
import { EngineError } from '../../../docker/errors.ts';
import type { ImageInspect } from '../../../docker/images.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import type { Sourced, SourcedImage } from '../../hooks/image-source.ts';
import type { ImageRequest, ImageResult } from '../backend.ts';
import { ensureSourced } from './ensure-sourced.ts';

const image = '000000000000.dkr.ecr.us-east-1.amazonaws.com/app:v1';
const { signal } = new AbortController();

const current: SourcedImage = {
  kind: 'image',
  digest: 'sha256:current',
  pullName: '127.0.0.1:4566/app@sha256:current',
  auth: { username: 'AWS', password: 'token' },
  isId: (id) => id === 'current',
  isIdOfRepository: (id) => id === 'current' || id === 'former',
  isRepository: (name) => name === '127.0.0.1:4566/app',
  archive: (name, platform) => (platform === 'linux/amd64' ? bytes(name) : undefined),
};

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

interface Given {
  readonly local?: Partial<ImageInspect>;
  readonly pullFails?: string;
  readonly endpoint?: Partial<EngineEndpoint>;
}

/** An engine, and what is asked of it. */
function engineWith({ local, pullFails, endpoint = { kind: 'unix' } }: Given) {
  const asked: string[] = [];
  let there = local;
  const failure = (kind: 'server' | 'not-found', message: string): EngineError =>
    new EngineError({ kind, message, call: 'POST /images/create' });
  const engine = Object.assign(
    fakeEngine({
      images: {
        inspect: () => {
          if (there === undefined) return Promise.reject(failure('not-found', 'No such image'));
          const found = { RepoDigests: null, Os: 'linux', Architecture: 'amd64', ...there };
          return Promise.resolve(found as unknown as ImageInspect);
        },
        pull: (name, options) => {
          asked.push(`pull ${name} as ${options?.auth?.username}:${options?.auth?.password}`);
          if (pullFails !== undefined) return Promise.reject(failure('server', pullFails));
          there = { Id: 'current' };
          return Promise.resolve();
        },
        tag: (name, target) => {
          asked.push(`tag ${name} ${target}`);
          return Promise.resolve();
        },
        load: async (tar) => {
          if (tar instanceof Uint8Array) return;
          for await (const chunk of tar) asked.push(`load ${Buffer.from(chunk).toString()}`);
          there = { Id: 'current' };
        },
      },
      system: { engineInfo: () => Promise.resolve({ os: 'linux', arch: 'amd64' } as never) },
    }),
    { endpoint: endpoint as EngineEndpoint },
  );
  const ensure = (request: Partial<ImageRequest> = {}, sourced: Sourced = current): Promise<ImageResult> =>
    ensureSourced(
      { engine, clock: new VirtualClock() },
      { image, pull: 'outdated', ...request },
      sourced,
      () => {},
      signal,
    );
  return { asked, ensure };
}

const pulled = { id: 'current', digest: 'sha256:current', pulled: true };
const pulls = [`pull ${current.pullName} as AWS:token`, `tag ${current.pullName} ${image}`];

describe('an image of our own registry', () => {
  test('is pulled with a token, whatever login the task has, and given its name', async () => {
    const { asked, ensure } = engineWith({});
    expect(await ensure({ login: { source: 'a secret', username: 'me', password: 'mine' } })).toEqual(pulled);
    expect(asked).toEqual(pulls);
  });

  test.each<[string, Partial<ImageInspect>, ImageRequest['pull'], ImageResult]>([
    ['is current by its id', { Id: 'current' }, 'outdated', { ...pulled, pulled: false }],
    [
      'is current by its digest',
      { Id: 'x', RepoDigests: ['127.0.0.1:4566/app@sha256:current'] },
      'outdated',
      { id: 'x', digest: 'sha256:current', pulled: false },
    ],
    ['was built here', { Id: 'built' }, 'outdated', { id: 'built', pulled: false }],
    [
      'is former, and cached ones are preferred',
      { Id: 'former' },
      'missing',
      { id: 'former', pulled: false },
    ],
  ])('that the engine has stays when it %s', async (_, local, pull, expected) => {
    const { asked, ensure } = engineWith({ local });
    expect(await ensure({ pull })).toEqual(expected);
    expect(asked).toEqual([]);
  });

  test.each<[string, Partial<ImageInspect>, Partial<ImageRequest>]>([
    ['former by its id', { Id: 'former' }, {}],
    ['former by its digest', { Id: 'x', RepoDigests: ['127.0.0.1:4566/app@sha256:former'] }, {}],
    ['current, but always wanted', { Id: 'current' }, { pull: 'always' }],
    ['of another platform', { Id: 'built', Architecture: 'arm64' }, { platform: 'linux/amd64' }],
  ])('that the engine has is pulled when it is %s', async (_, local, request) => {
    const { asked, ensure } = engineWith({ local });
    expect(await ensure(request)).toEqual(pulled);
    expect(asked).toEqual(pulls);
  });

  test('is sent to an engine that says it cannot reach the registry, and to one elsewhere', async () => {
    const virtual = engineWith({ pullFails: 'dial tcp 127.0.0.1:4566: connect: connection refused' });
    expect(await virtual.ensure()).toEqual(pulled);
    expect(virtual.asked).toEqual([pulls[0], `load ${image}`]);
    const far = engineWith({ endpoint: { kind: 'tcp', host: '10.0.0.9', port: 2375 } });
    expect(await far.ensure()).toEqual(pulled);
    expect(far.asked).toEqual([`load ${image}`]);
  });

  test('of no fitting platform, or with any other failure, is told', async () => {
    const far = engineWith({ endpoint: { kind: 'tcp', host: '10.0.0.9', port: 2375 } });
    await expect(far.ensure({ platform: 'linux/arm64' })).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message:
        'Error response from daemon: no matching manifest for linux/arm64 in the manifest list entries',
    });
    const full = engineWith({ pullFails: 'no space left on device' });
    await expect(full.ensure()).rejects.toThrow('no space left on device');
    expect(full.asked).toHaveLength(1);
  });
});

describe('an image that our registry has not', () => {
  const absent: Sourced = { kind: 'absent', problem: 'repository x not found' };

  test('is the engine’s, unless it must be pulled', async () => {
    const { ensure } = engineWith({ local: { Id: 'built' } });
    expect(await ensure({}, absent)).toEqual({ id: 'built', pulled: false });
    await expect(ensure({ pull: 'always' }, absent)).rejects.toThrow(
      'Error response from daemon: repository x not found',
    );
  });

  test('is told in the registry’s words', async () => {
    await expect(engineWith({}).ensure({}, absent)).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message: 'Error response from daemon: repository x not found',
    });
  });
});
