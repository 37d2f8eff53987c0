import { expect, test } from 'vitest';

import { LongshoreError } from '../../kernel/errors.ts';
import { parseSecretsFile, readSecretsFile } from './secrets-file.ts';

const home = { account: '111122223333', region: 'eu-west-1' };
const parse = (text: string) => parseSecretsFile('file', text, home);
const db = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf';

test('lines: parameters by name and ARN, secrets whole or key by key', () => {
  const text = [
    '# comment',
    '',
    '/app/token=t=1',
    'quoted = " with spaces "',
    'arn:aws:ssm:us-east-1:000000000000:parameter/far=f',
    `${db}:user::=me`,
    `${db}:password:AWSCURRENT:='p'`,
    'arn:aws:secretsmanager:us-east-1:000000000000:secret:whole=w',
  ].join('\r\n');
  expect(parse(text)).toEqual({
    parameters: [
      { ...home, name: '/app/token', value: 't=1' },
      { ...home, name: 'quoted', value: ' with spaces ' },
      { account: '000000000000', region: 'us-east-1', name: '/far', value: 'f' },
    ],
    secrets: [
      { arn: db, value: '{"user":"me","password":"p"}' },
      { arn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:whole', value: 'w' },
    ],
  });
});

test('JSON: a value may be JSON itself', () => {
  const text = JSON.stringify({ token: 'multi\nline', [db]: { port: 5432 } });
  expect(parse(text)).toEqual({
    parameters: [{ ...home, name: 'token', value: 'multi\nline' }],
    secrets: [{ arn: db, value: '{"port":5432}' }],
  });
});

test.each([
  ['hunter2', 'file:1: it is not VALUEFROM=VALUE'],
  ['{"a": hunter2}', 'it begins as JSON, but is none'],
  ['a=', 'a has no value'],
  ['a b=hunter2', 'a b is neither a parameter nor an ARN'],
  [`${db}=hunter2\n${db}:key::=hunter2`, 'is given twice'],
  [`${db}:key::=hunter2\n${db}=hunter2`, 'is given twice'],
  [`${db}:key=hunter2`, 'is not the ARN of a secret'],
  [`${db}::AWSPREVIOUS:=hunter2`, 'another version'],
  [`${db}:::v1=hunter2`, 'another version'],
])('%j is refused, without its values', (text, problem) => {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof LongshoreError)) throw error;
    expect(error.message).toContain(problem);
    expect(`${error.message} ${error.hint}`).not.toContain('hunter2');
    return;
  }
  throw new Error('expected a refusal');
});

test('a file that is not there', async () => {
  await expect(readSecretsFile('/nowhere/x', home)).rejects.toThrow(
    /^--secrets-file: cannot read \/nowhere\/x/,
  );
});
