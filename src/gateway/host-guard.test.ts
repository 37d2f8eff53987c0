import { describe, expect, test } from 'vitest';
import { LongshoreError } from '../kernel/errors.ts';
import { hostGuard } from './host-guard.ts';

const passes = (host: string | undefined, allowed: string[] = [], listening?: string): boolean =>
  hostGuard(allowed, listening).refuse(host) === undefined;

describe('loopback names and addresses pass', () => {
  test.each([
    'localhost',
    'localhost:4566',
    'LOCALHOST:4566',
    'localhost.',
    'localhost.:4566',
    'ecs.localhost:4566',
    'ecs.us-east-1.localhost',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.',
    '127.255.255.254:65535',
    '[::1]',
    '[::1]:4566',
    '[0:0:0:0:0:0:0:1]:4566',
    '[::ffff:127.0.0.1]:4566',
    '[::FFFF:7f00:1]',
  ])('%s', (host) => {
    expect(passes(host)).toBe(true);
  });
});

describe('what a rebound name or a trick sends is refused', () => {
  test.each([
    undefined,
    '',
    ' ',
    '.',
    ':4566',
    'evil.test',
    'evil.test:4566',
    'localhost.evil.test',
    'localhost.evil.test:4566',
    'notlocalhost',
    'evil-localhost',
    '.localhost',
    'a..localhost',
    'localhost..',
    '127.0.0.1.evil.test',
    '127-0-0-1.evil.test',
    '127.0.0.1:',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '127.0.0.1:999999',
    '127.0.0.1:80:80',
    '127.0.0.1:8o',
    'localhost:4566@evil.test',
    'evil.test@localhost',
    'localhost/evil.test',
    'localhost#evil.test',
    'localhost evil.test',
    'localhost,evil.test',
    'localhost\u0000',
    'ⅼocalhost',
    '127.1',
    '127.0.1',
    '0x7f.0.0.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '0177.0.0.1',
    '127.0.0.01',
    '0.0.0.0',
    '0.0.0.0:4566',
    '128.0.0.1',
    '192.168.1.5',
    '::1',
    '::1:4566',
    '[::]',
    '[::1',
    '::1]',
    '[::1]evil.test',
    '[::1%lo]',
    '[::1]:x',
    '[localhost]',
    '[127.0.0.1]',
    '[::2]',
    '[::ffff:192.168.1.5]',
  ])('%s', (host) => {
    expect(passes(host)).toBe(false);
  });

  test('and told how to let it in', () => {
    expect(hostGuard([]).refuse('Evil.test:4566')).toContain('--allow-host evil.test');
  });
});

describe('the listening address', () => {
  test('passes when it is one address', () => {
    expect(passes('192.168.1.5:4566', [], '192.168.1.5')).toBe(true);
    expect(passes('192.168.1.6:4566', [], '192.168.1.5')).toBe(false);
    expect(passes('box.lan', [], 'BOX.lan')).toBe(true);
    expect(passes('[fd00::5]:4566', [], 'fd00:0::5')).toBe(true);
  });

  test.each(['0.0.0.0', '::', '::0', '::ffff:0.0.0.0'])(
    'adds nothing when it is the wildcard %s',
    (wildcard) => {
      expect(passes('0.0.0.0:4566', [], wildcard)).toBe(false);
      expect(passes('[::]:4566', [], wildcard)).toBe(false);
      expect(passes('192.168.1.5', [], wildcard)).toBe(false);
      expect(passes('127.0.0.1', [], wildcard)).toBe(true);
    },
  );
});

describe('--allow-host', () => {
  test('a name allows that name, on any port, in any case', () => {
    expect(passes('Longshore:4566', ['longshore'])).toBe(true);
    expect(passes('longshore.', ['LONGSHORE.'])).toBe(true);
    expect(passes('a.longshore', ['longshore'])).toBe(false);
    expect(passes('xlongshore', ['longshore'])).toBe(false);
  });

  test('.name allows the name and all below it', () => {
    expect(passes('dev.test', ['.dev.test'])).toBe(true);
    expect(passes('a.b.dev.test:1', ['.dev.test'])).toBe(true);
    expect(passes('evildev.test', ['.dev.test'])).toBe(false);
  });

  test('*.name allows only what is below it', () => {
    expect(passes('dev.test', ['*.dev.test'])).toBe(false);
    expect(passes('a.dev.test', ['*.dev.test'])).toBe(true);
    expect(passes('evildev.test', ['*.dev.test'])).toBe(false);
  });

  test('addresses can be allowed', () => {
    expect(passes('172.17.0.1:4566', ['172.17.0.1'])).toBe(true);
    expect(passes('[fd00::1]:4566', ['fd00:0:0::1'])).toBe(true);
    expect(passes('[fd00::1]:4566', ['[fd00::1]'])).toBe(true);
  });

  test.each(['', '*', '*.', '.', 'http://a', 'a:80', 'a/b', 'a b', '**.a', '*a', 'a.*'])(
    '%j is refused',
    (entry) => {
      expect(() => hostGuard([entry])).toThrow(LongshoreError);
    },
  );
});
