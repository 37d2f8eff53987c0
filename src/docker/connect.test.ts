import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { findEngine } from './connect.ts';
import type { HostView } from './host-view.ts';

function view(
  files: Record<string, string> = {},
  sockets: readonly string[] = [],
  platform: NodeJS.Platform = 'linux',
): HostView {
  return {
    platform,
    home: '/home/ada',
    readText: (path) => files[path],
    isSocket: (path) => sockets.includes(path),
  };
}

const colima = createHash('sha256').update('colima').digest('hex');
const contextFiles = {
  '/home/ada/.docker/config.json': '{"currentContext":"colima"}',
  [`/home/ada/.docker/contexts/meta/${colima}/meta.json`]:
    '{"Name":"colima","Endpoints":{"docker":{"Host":"unix:///home/ada/.colima/docker.sock"}}}',
};

describe('where the engine is', () => {
  test('an explicit address beats DOCKER_HOST, which beats the docker context', () => {
    const env = { DOCKER_HOST: 'unix:///from/env.sock' };
    expect(findEngine({ host: 'unix:///said.sock', env, view: view(contextFiles) })).toEqual({
      kind: 'unix',
      path: '/said.sock',
      address: 'unix:///said.sock',
      source: 'option',
    });
    expect(findEngine({ env, view: view(contextFiles) })).toMatchObject({
      path: '/from/env.sock',
      source: 'DOCKER_HOST',
    });
    expect(findEngine({ env: {}, view: view(contextFiles) })).toMatchObject({
      path: '/home/ada/.colima/docker.sock',
      source: 'docker context "colima"',
    });
  });

  test('the context "default" means the usual socket', () => {
    const env = { DOCKER_CONTEXT: 'default' };
    expect(findEngine({ env, view: view(contextFiles) })).toMatchObject({ path: '/var/run/docker.sock' });
  });

  test('a context that does not exist is refused by name', () => {
    expect(() => findEngine({ env: { DOCKER_CONTEXT: 'gone' }, view: view() })).toThrow(
      /docker context "gone" cannot be used/,
    );
  });

  test('a context carries its own certificates', () => {
    const tls = `/home/ada/.docker/contexts/tls/${colima}/docker`;
    const files = {
      ...contextFiles,
      [`/home/ada/.docker/contexts/meta/${colima}/meta.json`]:
        '{"Endpoints":{"docker":{"Host":"tcp://far:2376","SkipTLSVerify":false}}}',
      [`${tls}/ca.pem`]: 'CA',
      [`${tls}/cert.pem`]: 'CERT',
      [`${tls}/key.pem`]: 'KEY',
    };
    expect(findEngine({ env: {}, view: view(files) })).toMatchObject({
      kind: 'tcp',
      host: 'far',
      port: 2376,
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true },
    });
  });

  test.each([
    [['/var/run/docker.sock', '/run/user/7/docker.sock'], '/var/run/docker.sock'],
    [['/run/user/7/docker.sock', '/run/podman/podman.sock'], '/run/user/7/docker.sock'],
    [['/run/user/7/podman/podman.sock', '/run/podman/podman.sock'], '/run/user/7/podman/podman.sock'],
    [['/run/podman/podman.sock'], '/run/podman/podman.sock'],
    [[], '/var/run/docker.sock'],
  ])('without settings, of the sockets %j it takes %s', (sockets, path) => {
    expect(findEngine({ env: { XDG_RUNTIME_DIR: '/run/user/7' }, view: view({}, sockets) })).toMatchObject({
      path,
      address: `unix://${path}`,
      source: 'default',
    });
  });

  test.each([
    ['tcp://10.0.0.5', { host: '10.0.0.5', port: 2375 }],
    ['tcp://10.0.0.5:80', { host: '10.0.0.5', port: 80 }],
    ['tcp://[::1]:4243', { host: '::1', port: 4243 }],
    ['/tmp/bare.sock', { kind: 'unix', path: '/tmp/bare.sock' }],
    ['npipe:////./pipe/docker_engine', { kind: 'unix', path: '\\\\.\\pipe\\docker_engine' }],
  ])('reads DOCKER_HOST=%s', (host, expected) => {
    expect(findEngine({ env: { DOCKER_HOST: host }, view: view() })).toMatchObject(expected);
  });

  test('DOCKER_TLS_VERIFY reads the certificates and moves the default port', () => {
    const files = { '/certs/ca.pem': 'CA', '/certs/cert.pem': 'CERT', '/certs/key.pem': 'KEY' };
    const env = { DOCKER_HOST: 'tcp://far', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' };
    expect(findEngine({ env, view: view(files) })).toMatchObject({
      port: 2376,
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true },
    });
    expect(() => findEngine({ env, view: view() })).toThrow('/certs/ca.pem does not exist');
  });

  test.each([
    ['ssh://me@far', /ssh:\/\/ is not supported/],
    ['ftp://far', /unknown scheme "ftp"/],
    ['tcp://far/docker', /takes no path/],
    ['unix://relative.sock', /absolute path/],
  ])('refuses %s', (host, message) => {
    expect(() => findEngine({ env: { DOCKER_HOST: host }, view: view() })).toThrow(
      expect.objectContaining({ kind: 'bad-request', message: expect.stringMatching(message) }),
    );
  });
});
