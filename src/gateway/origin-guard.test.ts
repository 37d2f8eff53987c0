import { describe, expect, test } from 'vitest';
import { type BrowserHeaders, refuseOrigin } from './origin-guard.ts';

const passes = (headers: BrowserHeaders): boolean => refuseOrigin(headers) === undefined;

test('clients that are no browsers pass', () => {
  expect(passes({ host: 'localhost:4566' })).toBe(true);
});

describe('Origin', () => {
  test.each([
    ['http://localhost:4566', 'localhost:4566'],
    ['http://LOCALHOST:4566', 'localhost:4566'],
    ['http://127.0.0.1:4566', '127.0.0.1:4566'],
    ['http://[::1]:4566', '[::1]:4566'],
    ['http://localhost', 'localhost:80'],
    ['http://localhost:80', 'localhost'],
  ])('%s passes at Host %s', (origin, host) => {
    expect(passes({ origin, host })).toBe(true);
  });

  test.each([
    ['null', 'localhost:4566'],
    ['', 'localhost:4566'],
    ['http://evil.test', 'localhost:4566'],
    ['http://localhost:3000', 'localhost:4566'],
    ['http://localhost', 'localhost:4566'],
    ['https://localhost:4566', 'localhost:4566'],
    ['http://127.0.0.1:4566', 'localhost:4566'],
    ['http://app.localhost:4566', 'localhost:4566'],
    ['http://localhost.evil.test:4566', 'localhost:4566'],
    ['http://localhost:4566.evil.test', 'localhost:4566'],
    ['http://localhost:4566@evil.test', 'localhost:4566'],
    ['http://localhost:4566/', 'localhost:4566'],
    ['http://localhost:4566, http://evil.test', 'localhost:4566'],
    ['http://localhost:4566 http://evil.test', 'localhost:4566'],
    ['localhost:4566', 'localhost:4566'],
    ['file://', 'localhost:4566'],
    ['chrome-extension://abcdef', 'localhost:4566'],
    ['http://localhost:4566', undefined],
    ['http://', undefined],
  ])('%s is refused at Host %s', (origin, host) => {
    expect(passes({ origin, host })).toBe(false);
  });
});

describe('Sec-Fetch-Site', () => {
  test.each([
    ['same-origin', true],
    ['none', true],
    ['same-site', false],
    ['cross-site', false],
    ['', false],
    ['none, cross-site', false],
  ])('%s', (site, expected) => {
    expect(passes({ host: 'localhost:4566', 'sec-fetch-site': site })).toBe(expected);
  });
});
