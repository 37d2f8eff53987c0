import { describe, expect, test } from 'vitest';

import type { ImageInspect } from '../../../docker/images.ts';
import { digestOf, placeOf } from './pull-reference.ts';

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

describe('placeOf', () => {
  test.each([
    ['busybox', 'docker.io', 'library/busybox'],
    ['busybox:1', 'docker.io', 'library/busybox'],
    ['library/busybox', 'docker.io', 'library/busybox'],
    ['docker.io/busybox', 'docker.io', 'library/busybox'],
    ['index.docker.io/team/app', 'docker.io', 'team/app'],
    ['team/app:1', 'docker.io', 'team/app'],
    ['ghcr.io/team/app', 'ghcr.io', 'team/app'],
    ['localhost/app', 'localhost', 'app'],
    ['localhost:5000/app:1', 'localhost:5000', 'app'],
    [`127.0.0.1:5000/a/b/c@${digest('1')}`, '127.0.0.1:5000', 'a/b/c'],
    ['[::1]:5000/app', '[::1]:5000', 'app'],
    ['public.ecr.aws/nginx/nginx:latest', 'public.ecr.aws', 'nginx/nginx'],
  ])('%s is in %s as %s', (image, registry, path) => {
    expect(placeOf(image)).toEqual({ registry, path });
  });
});

describe('digestOf', () => {
  const image = (...RepoDigests: string[]): ImageInspect => ({ RepoDigests }) as unknown as ImageInspect;

  test('compares repositories, not spellings', () => {
    const remembered = image(`busybox@${digest('1')}`);
    expect(digestOf('docker.io/library/busybox:1', remembered, undefined)).toBe(digest('1'));
    expect(digestOf('busyboxes:1', remembered, undefined)).toBeUndefined();
    expect(digestOf('ghcr.io/library/busybox:1', remembered, undefined)).toBeUndefined();
  });

  test('of several takes the one that was asked for, or that the pull told', () => {
    const remembered = image(`a@${digest('1')}`, `a@${digest('2')}`, `a@${digest('3')}`);
    expect(digestOf(`a:1@${digest('3')}`, remembered, digest('2'))).toBe(digest('3'));
    expect(digestOf('a:1', remembered, digest('2'))).toBe(digest('2'));
    expect(digestOf('a:1', remembered, digest('9'))).toBe(digest('1'));
  });

  test('an image that never was in a registry has none', () => {
    expect(digestOf('a', { RepoDigests: null } as unknown as ImageInspect, undefined)).toBeUndefined();
  });
});
