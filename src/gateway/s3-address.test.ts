import { expect, test } from 'vitest';
import { s3Address } from './s3-address.ts';

test.each([
  ['localhost:4566', '/', {}, '/'],
  ['localhost:4566', '/?list-type=2', {}, '/'],
  ['localhost:4566', '/b', { Bucket: 'b' }, '/'],
  ['localhost:4566', '/b/', { Bucket: 'b' }, '/'],
  ['127.0.0.1:4566', '/b/a/c%20d?x=y', { Bucket: 'b' }, '/a/c%20d'],
  ['127.0.0.1:4566', '/b//a', { Bucket: 'b' }, '//a'],
  ['s3.localhost', '/b/k', { Bucket: 'b' }, '/k'],
  ['s3.us-east-1.localhost', '/b/k', { Bucket: 'b' }, '/k'],
  ['b.localhost:4566', '/b/k', { Bucket: 'b' }, '/b/k'],
  ['a.b.localhost:4566', '/', { Bucket: 'a.b' }, '/'],
  ['b.s3.localhost:4566', '/k', { Bucket: 'b' }, '/k'],
  ['a.b.s3.eu-west-1.localhost', '/k', { Bucket: 'a.b' }, '/k'],
  ['longshore.test:4566', '/b/k', { Bucket: 'b' }, '/k'],
  [undefined, '/b/k', { Bucket: 'b' }, '/k'],
])('%s %s', (host, url, labels, path) => {
  expect(s3Address(host, url)).toEqual({ labels, path });
});
