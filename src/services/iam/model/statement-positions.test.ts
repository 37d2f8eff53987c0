import { expect, test } from 'vitest';
import { statementSpans } from './statement-positions.ts';

test('statements are found in the text as it was written', () => {
  const text = `{
  "Version": "2012-10-17",
  "Id": "a \\"Statement\\": {",
  "Statement": [
    {"Sid": "}", "Action": ["a:b"]},
    { "Effect": "Deny",
      "Condition": {"Bool": {"k": true}} }
  ]
}`;
  expect(statementSpans(text)).toEqual([
    { start: { Line: 5, Column: 5 }, end: { Line: 5, Column: 36 } },
    { start: { Line: 6, Column: 5 }, end: { Line: 7, Column: 43 } },
  ]);
});

test('a statement need not stand in a list', () => {
  expect(statementSpans('{"n":1,"Statement":{"Effect":"Allow"}}')).toEqual([
    { start: { Line: 1, Column: 20 }, end: { Line: 1, Column: 38 } },
  ]);
});
