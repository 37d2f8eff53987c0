import { expect, test } from 'vitest';
import { registryAddress, scopeInHost } from './address.ts';

const scope = { account: '123456789012', region: 'eu-west-1' };

test.each([
  ['loopback', '127.0.0.1:4566', 'http://127.0.0.1:4566'],
  [
    'localhost',
    '123456789012.dkr.ecr.eu-west-1.localhost:4566',
    'http://123456789012.dkr.ecr.eu-west-1.localhost:4566',
  ],
  [
    'aws',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com',
  ],
] as const)('%s', (form, host, proxy) => {
  const address = registryAddress(form, () => 'http://127.0.0.1:4566');
  expect(address.hostOf(scope)).toBe(host);
  expect(address.proxyEndpointOf(scope)).toBe(proxy);
});

test('China has a domain of its own', () => {
  const address = registryAddress('aws', () => '');
  expect(address.hostOf({ account: '123456789012', region: 'cn-north-1' })).toBe(
    '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn',
  );
});

test.each([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', scope],
  ['123456789012.dkr-ecr.eu-west-1.amazonaws.com', scope],
  ['123456789012.dkr.ecr.eu-west-1.localhost:4566', scope],
  ['123456789012.dkr.ecr.eu-west-1.localhost', scope],
  ['127.0.0.1:4566', undefined],
  ['123456789012.dkr.ecr.eu-west-1.evil.test', undefined],
  ['x123456789012.dkr.ecr.eu-west-1.amazonaws.com', undefined],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.test', undefined],
])('%s', (host, expected) => {
  expect(scopeInHost(host)).toEqual(expected);
});
