import { expect, test } from 'vitest';
import { routeOf } from './routes.ts';

test.each([
  ['/v2', { kind: 'base' }],
  ['/v2/', { kind: 'base' }],
  ['/v2/_catalog', { kind: 'catalog' }],
  ['/v2/a/manifests/1', { kind: 'manifest', name: 'a', reference: '1' }],
  ['/v2/a/b/c/blobs/sha256:1', { kind: 'blob', name: 'a/b/c', digest: 'sha256:1' }],
  ['/v2/a/blobs/uploads', { kind: 'uploads', name: 'a' }],
  ['/v2/a/blobs/uploads/', { kind: 'uploads', name: 'a' }],
  ['/v2/a/blobs/uploads/1', { kind: 'upload', name: 'a', id: '1' }],
  ['/v2/a/tags/list', { kind: 'tags', name: 'a' }],
  ['/v2/a/referrers/sha256:1', { kind: 'referrers', name: 'a', digest: 'sha256:1' }],
  // A repository may be called as a part of the protocol is.
  ['/v2/manifests/blobs/manifests/1', { kind: 'manifest', name: 'manifests/blobs', reference: '1' }],
  ['/v2/a/tags/list/manifests/1', { kind: 'manifest', name: 'a/tags/list', reference: '1' }],
  ['/v2/a', undefined],
  ['/v2/a/manifests/', undefined],
  ['/v2/manifests/1', undefined],
  ['/v2/a/tags', undefined],
])('%s', (path, expected) => {
  expect(routeOf(path)).toEqual(expected);
});
