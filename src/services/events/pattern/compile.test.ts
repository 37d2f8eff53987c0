import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, PatternError } from './compile.ts';

const matches = (pattern: unknown, event: unknown): boolean => compilePattern(JSON.stringify(pattern))(event);

const event = {
  source: 'aws.ecs',
  'detail-type': 'ECS Task State Change',
  resources: ['arn:one', 'arn:two'],
  detail: {
    lastStatus: 'STOPPED',
    exitCode: 137,
    empty: '',
    nothing: null,
    yes: true,
    ip: '10.0.0.7',
    ip6: '2001:db8::1',
    none: [],
    containers: [
      { name: 'app', exitCode: 0, tags: ['a', 'b'] },
      { name: 'side', exitCode: 1 },
    ],
  },
};

describe('a pattern', () => {
  const detail = (pattern: object): object => ({ detail: pattern });
  test.each<[name: string, pattern: object, expected: boolean]>([
    ['exact', { source: ['aws.ecs', 'other'] }, true],
    ['exact, another', { source: ['other'] }, false],
    ['exact, an element of an array', { resources: ['arn:two'] }, true],
    ['number', detail({ exitCode: [137] }), true],
    ['number written otherwise', detail({ exitCode: [1.37e2] }), true],
    ['number is no text', detail({ exitCode: ['137'] }), false],
    ['true', detail({ yes: [true] }), true],
    ['true is no text', detail({ yes: ['true'] }), false],
    ['null', detail({ nothing: [null] }), true],
    ['null is not what is missing', detail({ missing: [null] }), false],
    ['empty text', detail({ empty: [''] }), true],
    ['prefix', detail({ lastStatus: [{ prefix: 'STOP' }] }), true],
    ['prefix, any case', detail({ lastStatus: [{ prefix: { 'equals-ignore-case': 'stop' } }] }), true],
    ['prefix, another', detail({ lastStatus: [{ prefix: 'TOP' }] }), false],
    ['suffix', detail({ lastStatus: [{ suffix: 'PED' }] }), true],
    ['suffix, any case', detail({ lastStatus: [{ suffix: { 'equals-ignore-case': 'ped' } }] }), true],
    ['equals-ignore-case', detail({ lastStatus: [{ 'equals-ignore-case': 'stopped' }] }), true],
    ['anything-but', detail({ lastStatus: [{ 'anything-but': 'RUNNING' }] }), true],
    ['anything-but itself', detail({ lastStatus: [{ 'anything-but': ['RUNNING', 'STOPPED'] }] }), false],
    ['anything-but a number', detail({ exitCode: [{ 'anything-but': [0, 1] }] }), true],
    ['anything-but needs a value', detail({ missing: [{ 'anything-but': 'x' }] }), false],
    ['anything-but prefix', detail({ lastStatus: [{ 'anything-but': { prefix: 'STOP' } }] }), false],
    ['anything-but prefixes', detail({ lastStatus: [{ 'anything-but': { prefix: ['RUN', 'PEN'] } }] }), true],
    ['anything-but suffix', detail({ lastStatus: [{ 'anything-but': { suffix: 'ING' } }] }), true],
    [
      'anything-but any case',
      detail({ lastStatus: [{ 'anything-but': { 'equals-ignore-case': 'stopped' } }] }),
      false,
    ],
    ['anything-but wildcard', detail({ lastStatus: [{ 'anything-but': { wildcard: 'S*D' } }] }), false],
    [
      'anything-but wildcards',
      detail({ lastStatus: [{ 'anything-but': { wildcard: ['R*', 'P*'] } }] }),
      true,
    ],
    ['numeric =', detail({ exitCode: [{ numeric: ['=', 137] }] }), true],
    ['numeric range', detail({ exitCode: [{ numeric: ['>', 0, '<=', 137] }] }), true],
    ['numeric range, outside', detail({ exitCode: [{ numeric: ['>', 137, '<', 200] }] }), false],
    ['numeric, on a text', detail({ lastStatus: [{ numeric: ['>', 0] }] }), false],
    ['cidr', detail({ ip: [{ cidr: '10.0.0.0/24' }] }), true],
    ['cidr, outside', detail({ ip: [{ cidr: '10.0.1.0/24' }] }), false],
    ['cidr of version 6', detail({ ip6: [{ cidr: '2001:db8::/32' }] }), true],
    ['an address written otherwise', detail({ ip6: ['2001:0db8:0:0:0:0:0:1'] }), true],
    ['exists', detail({ exitCode: [{ exists: true }] }), true],
    ['exists, null', detail({ nothing: [{ exists: true }] }), true],
    ['exists, missing', detail({ missing: [{ exists: true }] }), false],
    ['exists, an object is no value', { detail: [{ exists: true }] }, false],
    ['exists not', detail({ missing: [{ exists: false }] }), true],
    ['exists not, deep', detail({ missing: { deep: [{ exists: false }] } }), true],
    ['exists not, an empty array', detail({ none: [{ exists: false }] }), true],
    ['exists not, but does', detail({ exitCode: [{ exists: false }] }), false],
    ['wildcard', detail({ lastStatus: [{ wildcard: 'S*PE*' }] }), true],
    ['wildcard, another', detail({ lastStatus: [{ wildcard: 'S*X*' }] }), false],
    ['wildcard needs room', detail({ lastStatus: [{ wildcard: 'STOPPED*D' }] }), false],
    [
      'one element of an array satisfies all',
      detail({ containers: { name: ['side'], exitCode: [1] } }),
      true,
    ],
    ['two elements do not share', detail({ containers: { name: ['app'], exitCode: [1] } }), false],
    ['an array in an array', detail({ containers: { tags: ['b'] } }), true],
    ['$or', detail({ $or: [{ lastStatus: ['RUNNING'] }, { exitCode: [137] }] }), true],
    [
      '$or beside others',
      { source: ['x'], $or: [{ 'detail-type': [{ exists: true }] }, { detail: { yes: [true] } }] },
      false,
    ],
    ['$or, none', detail({ $or: [{ lastStatus: ['RUNNING'] }, { exitCode: [0] }] }), false],
    ['one of several filters', detail({ exitCode: [{ numeric: ['<', 0] }, { exists: true }] }), true],
    ['a name of Object', { constructor: [{ exists: true }] }, false],
  ])('matches as AWS does: %s', (_name, pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  const at = (pattern: string, column: number): string =>
    `\n at [Source: (String)"${pattern}"; line: 1, column: ${column}]`;
  test.each<[pattern: string, problem: string, column: number]>([
    ['{"source":"aws.ec2"}', '"source" must be an object or an array', 12],
    ['[]', 'Filter is not an object', 2],
    ['{}', 'Empty objects are not allowed', 3],
    ['{"source":[]}', 'Empty arrays are not allowed', 13],
    ['{"source":[[1]]}', 'Match value must be String, number, true, false, or null', 13],
    ['{"source":[{"near":"x"}]}', 'Unrecognized match type near', 21],
    ['{"source":[{"prefix":1}]}', 'prefix match pattern must be a string', 23],
    ['{"source":[{"exists":null}]}', 'exists match pattern must be either true or false.', 26],
    ['{"a":[{"numeric":[">",1,"<"]}]}', 'Value of < must be numeric', 29],
    ['{"a":[{"numeric":["~",1]}]}', 'Unrecognized numeric range operator: ~', 24],
    ['{"a":[{"numeric":["=",6000000000]}]}', 'Value must be between -5.0E9 and 5.0E9, inclusive', 33],
    [
      '{"a":[{"anything-but":[1,"a"]}]}',
      'Inside anything but list, either all values are number or string, mixed type is not supported',
      30,
    ],
    ['{"a":[{"anything-but":{"near":"a"}}]}', 'Unsupported anything-but pattern: near', 32],
    ['{"a":[{"wildcard":"a**"}]}', 'Consecutive wildcard characters at pos 2', 24],
    ['{"$or":[{"a":[1]}]}', 'There must have at least 2 Objects in $or relationship.', 19],
    ['{"$or":{"a":[1]}}', 'It must be an Array followed with $or.', 9],
    [
      '{"$or":[{"prefix":[1]},{"a":[1]}]}',
      'prefix is Ruler reserved fieldName which cannot be used inside $or.',
      20,
    ],
    [
      'nope',
      "Unrecognized token 'nope': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      5,
    ],
    ['{"a":[1]', 'Unexpected end-of-input', 9],
  ])('is refused with the place: %s', (pattern, problem, column) => {
    expect(() => compilePattern(pattern)).toThrow(new PatternError(`${problem}${at(pattern, column)}`));
  });

  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const name = fc.string({ minLength: 1 }).filter((text) => text !== '$or' && text !== '__proto__');

  test('made of an event matches that event', () => {
    const tree = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.dictionary(name, tie('node'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      ),
    })).node;
    const patternOf = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, patternOf(member)]))
        : [value];
    fc.assert(
      fc.property(fc.dictionary(name, tree, { minKeys: 1, noNullPrototype: true }), (document) => {
        expect(matches(patternOf(document), document)).toBe(true);
      }),
    );
  });

  test('and its anything-but never agree on a value that is there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer({ min: -1e9, max: 1e9 })), leaf, (wanted, value) => {
        const plain = matches({ a: [wanted] }, { a: value });
        expect(matches({ a: [{ 'anything-but': [wanted] }] }, { a: value })).toBe(!plain);
      }),
    );
  });

  test('with wildcards agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*') });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b') }), (given, text) => {
        const wildcard = given.replaceAll(/\*+/g, '*');
        const expected = new RegExp(`^${wildcard.replaceAll('*', '.*')}$`).test(text);
        expect(matches({ a: [{ wildcard }] }, { a: text })).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('that is any text compiles or is refused, and nothing else', () => {
    const near = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((text) => `{"a":[${text}]}`),
    );
    fc.assert(
      fc.property(near, (text) => {
        try {
          compilePattern(text)({ a: 1 });
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
