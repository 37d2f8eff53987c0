import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { registryLogins, type RegistryLogins } from '../../../src/agent/backends/docker/registry-logins.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { realClock } from '../../../src/kernel/clock.ts';
import { container, engineHarness, sh } from '../../support/agent/engine-harness.ts';
import { startRegistry } from '../../support/registry.ts';

const app = (image: string): ReturnType<typeof container> =>
  container({ name: 'app', image, command: sh('exit 0') });

/** The logins of somebody with a home of their own. */
async function somebody(): Promise<
  {
    readonly logins: RegistryLogins;
    readonly file: string;
    configure(config: unknown): Promise<void>;
  } & AsyncDisposable
> {
  const home = await mkdtemp(join(tmpdir(), 'longshore-home-'));
  await mkdir(join(home, '.docker'));
  const file = join(home, '.docker/config.json');
  return {
    logins: registryLogins({ env: {}, view: { ...hostView(), home }, clock: realClock }),
    file,
    configure: (config) => writeFile(file, JSON.stringify(config)),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}

describe('a registry that wants a login', () => {
  test('gets that of docker login; without one, or with a wrong one, it is said', async () => {
    await using me = await somebody();
    await using harness = await engineHarness({ logins: me.logins });
    await using registry = await startRegistry(harness.engine, {
      login: { username: 'me', password: 's:1' },
    });
    await registry.push('private', '1');
    const image = `${registry.address}/private:1`;
    const auth = (text: string): object => ({
      auths: { [registry.address]: { auth: Buffer.from(text).toString('base64') } },
    });

    const without = await harness.stopped(harness.run([app(image)]));
    expect(without.containers[0]?.reason).toMatch(
      /^CannotPullContainerError: Error response from daemon: .*no basic auth credentials/,
    );
    expect(without.containers[0]?.reason).toContain(
      `(asked without a login: ${me.file} has none for ${registry.address})`,
    );

    await me.configure(auth('me:wrong'));
    const wrong = await harness.stopped(harness.run([app(image)]));
    expect(wrong.containers[0]?.reason).toMatch(
      /^CannotPullContainerError: Error response from daemon: .*(?:unauthorized|denied)/,
    );
    expect(wrong.containers[0]?.reason).toContain(
      `(asked with the login for ${registry.address} from ${me.file})`,
    );
    expect(wrong.containers[0]?.reason).not.toContain('wrong');

    await me.configure(auth('me:s:1'));
    const right = await harness.stopped(harness.run([app(image)]));
    expect(right.containers[0]?.exitCode).toBe(0);
    await harness.agent.drain(() => {});
  });
});

describe('an image that a registry has not', () => {
  test('InvalidImage: is told in the words of the engine', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    const reason = async (image: string): Promise<string | undefined> => {
      const task = await harness.stopped(harness.run([app(`${registry.address}/${image}`)]));
      return task.containers[0]?.reason;
    };
    expect(await reason('app:none')).toBe(
      `CannotPullContainerError: Error response from daemon: manifest for ${registry.address}/app:none not found: ` +
        'manifest unknown: manifest unknown',
    );
    expect(await reason('none:1')).toMatch(
      /^CannotPullContainerError: Error response from daemon: .*repository name not known to registry/,
    );
    expect(await reason(`app@sha256:${'0'.repeat(64)}`)).toMatch(
      /^CannotPullContainerError: Error response from daemon: .*manifest unknown/,
    );
    await harness.agent.drain(() => {});
  });
});

describe('an image of another platform than the task definition’s', () => {
  const other = process.arch === 'arm64' ? 'amd64' : 'arm64';
  const own = process.arch === 'arm64' ? 'arm64' : 'amd64';
  const words = (image: string): string =>
    `image with reference ${image} was found but does not match the specified platform: ` +
    `wanted linux/${other}, actual: linux/${own}`;

  test('is named with both', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    const image = `${registry.address}/app:1`;
    const task = await harness.stopped(harness.run([app(image)], { platform: `linux/${other}` }));
    expect(task.containers[0]?.reason).toBe(`CannotPullContainerError: ${words(image)}`);
    await harness.agent.drain(() => {});
  });

  test('is replaced when the registry has the right one, which the task then runs', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1', { architecture: other });
    const image = `${registry.address}/app:1`;
    await harness.engine.images.pull(image);
    const digest = await registry.push('app', '1');
    const task = await harness.stopped(harness.run([app(image)], { platform: `linux/${own}` }));
    expect(task.containers[0]).toMatchObject({ exitCode: 0, imageDigest: digest });
    await harness.agent.drain(() => {});
  });

  test('when it was built here, is named, with why no other could be pulled', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    const built = `${registry.address}/built:1`;
    await harness.engine.images.pull(`${registry.address}/app:1`);
    await harness.engine.images.tag(`${registry.address}/app:1`, built);
    const task = await harness.stopped(harness.run([app(built)], { platform: `linux/${other}` }));
    expect(task.containers[0]?.reason).toContain(
      `CannotPullContainerError: ${words(built)}; and none could be pulled: `,
    );
    await harness.agent.drain(() => {});
  });
});
