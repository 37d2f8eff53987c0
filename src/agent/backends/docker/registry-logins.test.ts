import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { hostView } from '../../../docker/host-view.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { realClock } from '../../../kernel/clock.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import { describeLogin, registryLogins } from './registry-logins.ts';

const { signal: never } = new AbortController();
const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** A home with Docker's configuration, and helpers on the PATH as shell scripts. */
async function home(
  config: unknown,
  helpers: Readonly<Record<string, string>> = {},
  clock: Clock = realClock,
) {
  const directory = await mkdtemp(join(tmpdir(), 'longshore-logins-'));
  await mkdir(join(directory, '.docker'));
  const file = join(directory, '.docker/config.json');
  if (config !== undefined) {
    await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config));
  }
  for (const [name, script] of Object.entries(helpers)) {
    const path = join(directory, `docker-credential-${name}`);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }
  const env = { PATH: `${directory}:${process.env['PATH'] ?? ''}` };
  const view = { ...hostView(), home: directory };
  const logins = registryLogins({ env, view, clock });
  return {
    file,
    directory,
    logins,
    auth: async (registry: string) => (await logins.for(registry, never)).auth,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}

describe('logins in the file', () => {
  test('are found by the registry’s host, however it is written', async () => {
    await using at = await home({
      auths: {
        'https://index.docker.io/v1/': { auth: encoded('hub:a:b\0\0') },
        'https://ghcr.io/v2/': { auth: encoded('gh:1') },
        '127.0.0.1:5000': { username: 'local', password: '2' },
        'empty.io': {},
      },
    });
    expect(await at.auth('docker.io')).toEqual({
      username: 'hub',
      password: 'a:b',
      serveraddress: 'https://index.docker.io/v1/',
    });
    expect(await at.auth('ghcr.io')).toMatchObject({ username: 'gh', password: '1' });
    expect(await at.auth('127.0.0.1:5000')).toMatchObject({ username: 'local', password: '2' });
    for (const other of ['empty.io', '127.0.0.1:5001', '127.0.0.1', 'io']) {
      expect(await at.auth(other)).toBeUndefined();
    }
  });

  test('may be tokens', async () => {
    await using at = await home({
      auths: { 'a.io': { identitytoken: 'i' }, 'b.io': { registrytoken: 'r' } },
    });
    expect(await at.auth('a.io')).toEqual({ identitytoken: 'i', serveraddress: 'a.io' });
    expect(await at.auth('b.io')).toEqual({ registrytoken: 'r', serveraddress: 'b.io' });
  });

  test('are read anew each time', async () => {
    await using at = await home(undefined);
    expect(await at.auth('a.io')).toBeUndefined();
    await writeFile(at.file, JSON.stringify({ auths: { 'a.io': { auth: encoded('me:1') } } }));
    expect(await at.auth('a.io')).toMatchObject({ username: 'me' });
  });

  test('are where DOCKER_CONFIG says', async () => {
    await using at = await home({ auths: { 'a.io': { auth: encoded('me:1') } } });
    const env = { DOCKER_CONFIG: join(at.directory, '.docker') };
    const elsewhere = registryLogins({ env, view: { ...hostView(), home: '/nowhere' }, clock: realClock });
    expect(await elsewhere.for('a.io', never)).toMatchObject({ source: at.file, auth: { username: 'me' } });
  });

  test.each([
    ['{"auths": {"a.io": {"auth": "c2VjcmV0"', 'it is not JSON'],
    [{ auths: { 'a.io': { auth: encoded('secret') } } }, 'an auth in it is not base64 of user:password'],
  ])('that cannot be read are no login, and it is said why without quoting them: %j', async (config, why) => {
    await using at = await home(config);
    const login = await at.logins.for('a.io', never);
    expect(login).toEqual({ registry: 'a.io', source: at.file, problem: why });
    expect(describeLogin(login)).toBe(`asked without a login: ${at.file} cannot be used: ${why}`);
  });
});

describe('logins of a helper', () => {
  const answering = (user: string, secret: string): string =>
    `read server; echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"${user}\\",\\"Secret\\":\\"${secret}-$server-$1\\"}"`;

  test('one for a registry goes before the one for all; the file comes last', async () => {
    await using at = await home(
      {
        credsStore: 'all',
        credHelpers: { 'a.io': 'own', 'file.io': '' },
        auths: { 'a.io': { auth: encoded('file:1') }, 'file.io': { auth: encoded('file:1') } },
      },
      { all: answering('everyone', 's'), own: answering('owner', 's') },
    );
    expect(await at.auth('a.io')).toMatchObject({ username: 'owner', password: 's-a.io-get' });
    expect(await at.auth('docker.io')).toEqual({
      username: 'everyone',
      password: 's-https://index.docker.io/v1/-get',
      serveraddress: 'https://index.docker.io/v1/',
    });
    expect(await at.auth('file.io')).toMatchObject({ username: 'file' });
  });

  test('may be an identity token', async () => {
    await using at = await home({ credsStore: 'all' }, { all: answering('<token>', 't') });
    expect(await at.auth('a.io')).toEqual({ identitytoken: 't-a.io-get', serveraddress: 'a.io' });
  });

  test('that has none for a registry is no problem', async () => {
    const script = 'echo "credentials not found in native keychain"; exit 1';
    await using at = await home({ credsStore: 'all' }, { all: script });
    const login = await at.logins.for('a.io', never);
    expect(login).not.toHaveProperty('problem');
    expect(login.auth).toBeUndefined();
  });

  test.each([
    ['echo "the keychain is locked"; exit 1', 'the keychain is locked'],
    ['echo "{\\"Secret\\":\\"hidden\\"}"; exit 1', 'it failed without saying why'],
    ['echo hidden', 'its answer is not JSON'],
    ['echo "{}"', 'its answer has no Secret'],
  ])('that fails is no login, and it is said why: %s', async (script, why) => {
    await using at = await home({ credsStore: 'all' }, { all: script });
    expect(await at.logins.for('a.io', never)).toMatchObject({ problem: `docker-credential-all: ${why}` });
  });

  test('that is not there, or is no name, is said', async () => {
    await using at = await home({ credHelpers: { 'a.io': 'none', 'b.io': '../evil' } });
    expect((await at.logins.for('a.io', never)).problem).toBe(
      'docker-credential-none: there is no such program on the PATH',
    );
    expect((await at.logins.for('b.io', never)).problem).toBe('"../evil" is no name of a credential helper');
  });

  test('that does not answer is killed after half a minute', async () => {
    const clock = new VirtualClock(0);
    await using at = await home({ credsStore: 'all' }, { all: 'exec sleep 600' }, clock);
    const waiting = at.logins.for('a.io', never);
    await clock.advance(30_000);
    expect((await waiting).problem).toBe('docker-credential-all: timed out after 30000 ms');
  });

  test('is not waited for by one who has gone', async () => {
    await using at = await home({ credsStore: 'all' }, { all: 'exec sleep 600' });
    const abort = new AbortController();
    const waiting = at.logins.for('a.io', abort.signal);
    abort.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow();
  });
});
