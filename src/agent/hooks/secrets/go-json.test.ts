import { expect, test } from 'vitest';

import { GoJsonError, parseGoObject } from './go-json.ts';

test('an object is read; null is one without entries', () => {
  expect(parseGoObject(' {"a": 1} ')).toEqual({ a: 1 });
  expect(parseGoObject('null')).toEqual({});
});

test.each([
  ['', 'unexpected end of JSON input'],
  ['  ', 'unexpected end of JSON input'],
  ['{"a": "b', 'unexpected end of JSON input'],
  ['{"a": 1', 'unexpected end of JSON input'],
  ['hunter2', "invalid character 'h' looking for beginning of value"],
  ["'{}'", "invalid character '\\'' looking for beginning of value"],
  ['{a: 1}', "invalid character 'a' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a": 1 "b": 2}', "invalid character '\"' after object key:value pair"],
  ['{"a": [1 2]}', "invalid character '2' after array element"],
  ['{"a": }', "invalid character '}' looking for beginning of value"],
  ['{} x', "invalid character 'x' after top-level value"],
  ['"text"', 'json: cannot unmarshal string into Go value of type map[string]interface {}'],
  ['12', 'json: cannot unmarshal number into Go value of type map[string]interface {}'],
  ['true', 'json: cannot unmarshal bool into Go value of type map[string]interface {}'],
  ['[1]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
])('%s: %s', (text, message) => {
  expect(() => parseGoObject(text)).toThrow(new GoJsonError(message));
});
