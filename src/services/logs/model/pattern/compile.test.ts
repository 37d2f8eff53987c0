import { describe, expect, test } from 'vitest';

import { errorOf } from '../../../../../test/support/ecs.ts';
import { compilePattern } from './compile.ts';

const matched = (pattern: string, messages: readonly string[]): readonly string[] =>
  messages.filter((message) => compilePattern(pattern).matches(message));

describe('terms', () => {
  const messages = ['[ERROR 400] BAD REQUEST', '[ERROR 401] UNAUTHORIZED REQUEST', '[WARN] slow', 'error'];
  test.each([
    ['', messages],
    [' ', messages],
    ['ERROR', [messages[0], messages[1]]],
    ['ERROR REQUEST', [messages[0], messages[1]]],
    ['ERROR -BAD', [messages[1]]],
    ['-"BAD REQUEST" -slow', [messages[1], messages[3]]],
    ['?WARN ?error', [messages[2], messages[3]]],
    ['ERROR ?BAD', [messages[0], messages[1]]],
    ['"ERROR 401"', [messages[1]]],
    [String.raw`%ERROR 4\d1%`, [messages[1]]],
    ['%^error$%', [messages[3]]],
  ])('%s', (pattern, expected) => {
    expect(matched(pattern, messages)).toEqual(expected);
  });
});

describe('JSON', () => {
  const document = {
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another'],
    objectList: [
      { name: 'a', enabled: true, count: 3 },
      { name: 'b', enabled: false },
    ],
    'a b': 1,
    nothing: null,
    latency: 1.5e3,
    text: 'say "hi"',
  };
  test.each([
    ['{ $.eventType = "UpdateTrail" }', true],
    ['{ $.eventType = UpdateTrail }', true],
    ['{ $.eventType = "Update*" }', true],
    ['{ $.eventType = "*Trail" }', true],
    ['{ $.eventType = "U*T*l" }', true],
    ['{ $.eventType = "Trail" }', false],
    ['{ $.eventType != "Other" }', true],
    ['{ $.sourceIPAddress != 123.123.* }', true],
    ['{ $.sourceIPAddress = 111.111.* }', true],
    ['{ $.arrayKey[0] = "value" }', true],
    ['{ $.arrayKey[*] = "another" }', true],
    ['{ $.objectList[1].enabled IS FALSE }', true],
    ['{ $.objectList[0].enabled = true }', true],
    ['{ $.objectList[*].name = "b" && $.objectList[*].count > 2 }', true],
    ['{ $["a b"] = 1 }', true],
    ['{ $.nothing IS NULL }', true],
    ['{ $.missing IS NULL }', false],
    ['{ $.missing NOT EXISTS }', true],
    ['{ $.nothing EXISTS }', true],
    ['{ $.missing != "x" }', false],
    ['{ $.latency >= 1500 }', true],
    ['{ $.latency = 15e2 }', true],
    ['{ $.latency < 1500 }', false],
    ['{ $.eventType IN ["A", "UpdateTrail"] }', true],
    ['{ $.eventType IN [A, B] }', false],
    ['{ $.eventType = %Up.*l% }', true],
    [String.raw`{ $.text = "say \"hi\"" }`, true],
    ['{ ($.missing EXISTS || $.latency > 1) && $.eventType = "U*" }', true],
    ['{ $.missing EXISTS && $.latency > 1 || $.eventType = "U*" }', true],
  ])('%s: %s', (pattern, expected) => {
    expect(compilePattern(pattern).matches(JSON.stringify(document))).toBe(expected);
  });

  test('does not match what is no JSON', () => {
    expect(matched('{ $.a NOT EXISTS }', ['{"a":', 'plain', '3', '{}'])).toEqual(['{}']);
  });

  test('extracts what it looks at', () => {
    const pattern = compilePattern('{ $.eventType = "*" && $.latency > 1 }');
    expect(pattern.extract(JSON.stringify(document))).toEqual({
      '$.eventType': 'UpdateTrail',
      '$.latency': '1500',
    });
  });
});

describe('fields', () => {
  const hit = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
  test.each([
    ['[ip, id, user, time, request, status, size]', true],
    ['[ip, user]', false],
    ['[...]', true],
    ['[ip, ..., size]', true],
    ['[..., status=4*, size > 1000]', true],
    ['[..., status=4*, size > 2000]', false],
    ['[..., status=404||status=410, size]', true],
    ['[..., status != 404 && status != 410, size]', false],
    ['[ip=%127\\.0%, ..., request="*.html*", status, size]', true],
    ['[ip, id, user=bob, ...]', false],
    ['[ip,,user,...]', true],
  ])('%s: %s', (pattern, expected) => {
    expect(compilePattern(pattern).matches(hit)).toBe(expected);
  });

  test('are extracted, the nameless by number', () => {
    expect(compilePattern('[..., request, status, size]').extract(hit)).toEqual({
      $1: '127.0.0.1',
      $2: '-',
      $3: 'frank',
      $4: '10/Oct/2000:13:25:15 -0700',
      $request: 'GET /index.html HTTP/1.0',
      $status: '404',
      $size: '1534',
    });
  });
});

describe('malformed patterns are refused', () => {
  test.each([
    'a:b',
    'my-term',
    '"open',
    '%open',
    '%a!%',
    '%(a)%',
    '%[%',
    '{',
    '{ }',
    '{ $.a }',
    '{ $.a = }',
    '{ a = 1 }',
    '{ $.a > x }',
    '{ $.a = 1 } b',
    '{ $.a = 1 && }',
    '{ ($.a = 1 }',
    '[a',
    '[a, ..., b, ...]',
    '[a=b=c]',
    '[a=1 && b=2]',
    '{ '.padEnd(200, '(') + '}',
  ])('%s', (pattern) => {
    expect(errorOf(() => compilePattern(pattern)).code).toBe('InvalidParameterException');
  });

  test('in the words of AWS where they are known', () => {
    expect(errorOf(() => compilePattern('a:b')).message).toBe("Invalid character(s) in term 'a:b'");
  });
});
