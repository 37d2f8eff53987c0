import { describe, expect, test } from 'vitest';
import { compileCondition, isOperator } from './condition.ts';
import { type ContextEntries, contextKeys } from './context-keys.ts';

const holds = (operator: string, values: string | readonly string[], entries: ContextEntries): boolean =>
  compileCondition(operator, 'K', typeof values === 'string' ? [values] : values, true).holds(
    contextKeys(entries),
  );

test.each([
  ['StringEquals', 'a', 'a', 'A'],
  ['StringEqualsIgnoreCase', 'Ab', 'aB', 'a'],
  ['StringLike', 'a*c?', 'abbcd', 'abbc'],
  ['NumericEquals', '10', '1e1', '11'],
  ['NumericLessThan', '10', '9.5', '10'],
  ['NumericLessThanEquals', '10', '10', '10.1'],
  ['NumericGreaterThan', '10', '11', '10'],
  ['NumericGreaterThanEquals', '10', '10', 'ten'],
  ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', '1767225601'],
  ['DateLessThan', '2026-01-01', '2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z'],
  ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', '2026-01-02T00:00:00Z'],
  ['DateGreaterThan', '1767225600', '2026-01-01T00:00:01Z', '2026-01-01T00:00:00Z'],
  ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'soon'],
  ['Bool', 'true', 'True', 'false'],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', 'Qm9uYXJ5'],
  ['IpAddress', '203.0.113.0/24', '203.0.113.9', '203.0.114.9'],
  ['IpAddress', '2001:db8::/32', '2001:db8::1', '203.0.113.9'],
  ['IpAddress', '10.0.0.1', '10.0.0.1', '10.0.0.2'],
  [
    'ArnEquals',
    'arn:aws:ecs:*:1*:cluster/a',
    'arn:aws:ecs:us-east-1:12:cluster/a',
    'arn:aws:ecs:x:2:cluster/a',
  ],
  ['ArnLike', 'arn:aws:iam::1:role/*', 'arn:aws:iam::1:role/a/b', 'arn:aws:iam:x:1:role/a'],
])('%s %s: %s fits, %s does not', (operator, value, fitting, other) => {
  expect(holds(operator, value, { k: fitting })).toBe(true);
  expect(holds(operator, value, { k: other })).toBe(false);
  expect(holds(operator, value, {})).toBe(false);
  expect(holds(`${operator}IfExists`, value, {})).toBe(true);
  expect(holds(`${operator}IfExists`, value, { k: other })).toBe(false);
});

test.each([
  ['StringNotEquals', 'a', 'b', 'a'],
  ['StringNotEqualsIgnoreCase', 'a', 'b', 'A'],
  ['StringNotLike', 'a*', 'b', 'ab'],
  ['NumericNotEquals', '1', '2', '1.0'],
  ['DateNotEquals', '1767225600', '1', '2026-01-01T00:00:00Z'],
  ['NotIpAddress', '10.0.0.0/8', '11.0.0.1', '10.1.1.1'],
  ['ArnNotEquals', 'arn:aws:s3:::a', 'arn:aws:s3:::b', 'arn:aws:s3:::a'],
  ['ArnNotLike', 'arn:aws:s3:::a*', 'arn:aws:s3:::b', 'arn:aws:s3:::ab'],
])(
  '%s %s: %s fits, %s does not, and so does a request without the key',
  (operator, value, fitting, other) => {
    expect(holds(operator, value, { k: fitting })).toBe(true);
    expect(holds(operator, value, { k: other })).toBe(false);
    expect(holds(operator, value, {})).toBe(true);
  },
);

test('values are alternatives; negated, none of them may match', () => {
  expect(holds('StringEquals', ['a', 'b'], { k: 'b' })).toBe(true);
  expect(holds('StringNotEquals', ['a', 'b'], { k: 'b' })).toBe(false);
});

test('Null asks for the key', () => {
  expect(holds('Null', 'true', {})).toBe(true);
  expect(holds('Null', 'true', { k: 'x' })).toBe(false);
  expect(holds('Null', 'false', { k: 'x' })).toBe(true);
  expect(holds('Null', 'false', { k: [] })).toBe(false);
});

describe('keys with several values', () => {
  test('ForAllValues: each must match, and none is all', () => {
    expect(holds('ForAllValues:StringEquals', ['a', 'b'], { k: ['a', 'b'] })).toBe(true);
    expect(holds('ForAllValues:StringEquals', ['a', 'b'], { k: ['a', 'c'] })).toBe(false);
    expect(holds('ForAllValues:StringEquals', 'a', {})).toBe(true);
    expect(holds('ForAllValues:StringNotEquals', 'a', { k: ['b', 'c'] })).toBe(true);
    expect(holds('ForAllValues:StringNotEquals', 'a', { k: ['b', 'a'] })).toBe(false);
  });

  test('ForAnyValue: one must match, and there must be one', () => {
    expect(holds('ForAnyValue:StringLike', 'a*', { k: ['x', 'ab'] })).toBe(true);
    expect(holds('ForAnyValue:StringLike', 'a*', { k: ['x'] })).toBe(false);
    expect(holds('ForAnyValue:StringLike', 'a*', {})).toBe(false);
    expect(holds('ForAnyValue:StringNotEquals', 'a', { k: ['a', 'b'] })).toBe(true);
    expect(holds('ForAnyValue:StringNotEquals', 'a', {})).toBe(false);
  });
});

describe('policy variables', () => {
  test('are replaced by the value of their key, letter by letter', () => {
    const entries = { k: 'home/ann', 'aws:username': 'ann' };
    expect(holds('StringLike', 'home/${aws:UserName}', entries)).toBe(true);
    expect(holds('StringLike', '${aws:username}', { k: 'anything', 'aws:username': '*' })).toBe(false);
  });

  test('without a value match nothing, unless they say what stands for it', () => {
    expect(holds('StringLike', '*${aws:username}', { k: 'x' })).toBe(false);
    expect(holds('StringEquals', "${aws:PrincipalTag/team, 'all'}", { k: 'all' })).toBe(true);
  });

  test('can stand for the characters that are special', () => {
    expect(holds('StringLike', 'a${*}', { k: 'a*' })).toBe(true);
    expect(holds('StringLike', 'a${*}', { k: 'ab' })).toBe(false);
    expect(holds('StringLike', '${$}{x}', { k: '${x}' })).toBe(true);
  });
});

test('operators are known by name', () => {
  expect(['StringEquals', 'ForAnyValue:StringLikeIfExists', 'Null'].every(isOperator)).toBe(true);
  expect(['StringIs', 'NullIfExists', 'ForSome:Bool', 'constructor', ''].some(isOperator)).toBe(false);
});
