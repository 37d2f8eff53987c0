import { expect, test } from 'vitest';

import { parseTaskDefinitionReference } from './reference.ts';

const scope = { partition: 'aws', region: 'us-east-1', account: '000000000000' };
const arn = 'arn:aws:ecs:us-east-1:000000000000:task-definition';

test.each([
  ['web', { family: 'web' }],
  ['web:7', { family: 'web', revision: 7 }],
  [`${arn}/web`, { family: 'web' }],
  [`${arn}/web:7`, { family: 'web', revision: 7 }],
  ['', { problem: 'malformed' }],
  ['we b', { problem: 'malformed' }],
  ['web:1:2', { problem: 'malformed' }],
  ['x'.repeat(256), { problem: 'malformed' }],
  ['web:', { problem: 'revision' }],
  ['web:latest', { problem: 'revision' }],
  ['web:0', { problem: 'revision' }],
  ['web:-1', { problem: 'revision' }],
  ['arn:aws:ecs:us-east-1:000000000000:service/web', { problem: 'malformed' }],
  ['arn:aws:iam::000000000000:role/web', { problem: 'malformed' }],
  ['arn:aws-cn:ecs:us-east-1:000000000000:task-definition/web', { problem: 'malformed' }],
  ['arn:aws:ecs:eu-west-1:000000000000:task-definition/web:1', { problem: 'region' }],
  ['arn:aws:ecs:us-east-1:111111111111:task-definition/web:1', { problem: 'account' }],
  ['arn:', { problem: 'malformed' }],
])('%s', (text, expected) => {
  expect(parseTaskDefinitionReference(scope, text)).toEqual(expected);
});
