import { expect, test } from 'vitest';
import { daemonText, errorOfAnswer, unreachableError } from './errors.ts';

test.each([
  [304, 'not-modified'],
  [400, 'bad-request'],
  [403, 'bad-request'],
  [404, 'not-found'],
  [409, 'conflict'],
  [500, 'server'],
  [503, 'server'],
  [302, 'protocol'],
])('status %i is %s', (status, kind) => {
  expect(errorOfAnswer('GET /x', status, '')).toMatchObject({ kind, status, call: 'GET /x' });
});

test('the message is the engine’s own, verbatim', () => {
  const text = "pull access denied for nope, repository does not exist or may require 'docker login': denied";
  const error = errorOfAnswer('POST /images/create', 404, JSON.stringify({ message: text }));
  expect(error.message).toBe(text);
  expect(daemonText(error)).toBe(`Error response from daemon: ${text}`);
});

test('Podman’s errors and plain text are read too', () => {
  const podman =
    '{"cause":"no such container","message":"no container with name or ID \\"x\\"","response":404}';
  expect(errorOfAnswer('GET /x', 404, podman).message).toBe('no container with name or ID "x"');
  expect(errorOfAnswer('GET /x', 502, 'Bad Gateway\n').message).toBe('Bad Gateway');
});

test('Podman’s 500 for a container in the wrong state is a conflict', () => {
  const body =
    '{"cause":"container state improper","message":"can only kill running containers","response":500}';
  expect(errorOfAnswer('POST /containers/x/kill', 500, body)).toMatchObject({
    kind: 'conflict',
    status: 500,
  });
});

test.each([
  ['ENOENT', /Start an engine/],
  ['EACCES', /usermod -aG docker/],
  ['ECONNRESET', /restarting/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /DOCKER_CERT_PATH/],
])('%s tells what to do and where we tried', (code, hint) => {
  const error = unreachableError('GET /_ping', 'unix:///x.sock', Object.assign(new Error('no'), { code }));
  expect(error.kind).toBe('unreachable');
  expect(error.message).toContain('unix:///x.sock');
  expect(error.hint).toMatch(hint);
  expect(error.hint).toContain('unix:///x.sock');
});
