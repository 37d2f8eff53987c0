import { describe, expect, test } from 'vitest';

import { routeOf } from './routes.ts';

describe('routes', () => {
  const none = new URLSearchParams();

  test.each([
    ['/v2/credentials/abc', { kind: 'credentials', version: 2, id: 'abc' }],
    ['/v2/credentials/', { kind: 'credentials', version: 2, id: '' }],
    ['/v2/metadata', { kind: 'v2-metadata', withTags: false }],
    ['/v2/metadata/', { kind: 'v2-metadata', withTags: false }],
    ['/v2/metadata/abc', { kind: 'v2-metadata', withTags: false, dockerId: 'abc' }],
    ['/v2/metadataWithTags', { kind: 'v2-metadata', withTags: true }],
    ['/v2/stats', { kind: 'v2-stats' }],
    ['/v2/stats/abc', { kind: 'v2-stats', dockerId: 'abc' }],
    ['/v3/i', { kind: 'container', version: 'v3', id: 'i' }],
    ['/v4/i/task', { kind: 'task', version: 'v4', id: 'i', withTags: false }],
    ['/v4/i/taskWithTags', { kind: 'task', version: 'v4', id: 'i', withTags: true }],
    ['/v3/i/stats', { kind: 'container-stats', version: 'v3', id: 'i' }],
    ['/v4/i/task/stats', { kind: 'task-stats', version: 'v4', id: 'i' }],
    ['/v4/i/associations/eia', { kind: 'associations', version: 'v4', id: 'i', type: 'eia' }],
    ['/v4/i/associations/eia/', { kind: 'associations', version: 'v4', id: 'i', type: 'eia', name: '' }],
    [
      '/v4/i/associations/eia/a/b',
      { kind: 'associations', version: 'v4', id: 'i', type: 'eia', name: 'a/b' },
    ],
    ['/api/i/task-protection/v1/state', { kind: 'task-protection', id: 'i' }],
    [
      '/api/i/fault/v1/network-latency/start',
      { kind: 'fault', id: 'i', fault: 'network-latency', action: 'start' },
    ],
  ])('%s', (path, route) => {
    expect(routeOf(path, none)).toEqual(route);
  });

  test('v1 has the id in its query', () => {
    const route = { kind: 'credentials', version: 1, id: 'abc' };
    expect(routeOf('/v1/credentials', new URLSearchParams({ id: 'abc' }))).toEqual(route);
    expect(routeOf('/v1/credentials', none)).toEqual({ ...route, id: '' });
  });

  test.each([
    '/',
    '/v2/credentials',
    '/v2/metadataWithTags/abc',
    '/v4/i/',
    '/v4/i/tasks',
    '/v4/i/task/',
    '/v5/i',
    '/v4/i/associations',
    '/api/i',
    '/api/i/task-protection/v2/state',
    '/api/i/fault/v1/network-latency',
    '/_longshore/health',
  ])('there is nothing at %s', (path) => {
    expect(routeOf(path, none)).toBeUndefined();
  });
});
