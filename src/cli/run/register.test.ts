import { expect, test } from 'vitest';
import { LongshoreError } from '../../kernel/errors.ts';
import { EcsApiError } from './client.ts';
import { register } from './register.ts';
import { parseTaskDefinition } from './task-definition-file.ts';

const file = parseTaskDefinition('web.yaml', 'family: web\ncontainerDefinitions: []\n');

test.each([
  ['MissingAuthenticationTokenException', 'set AWS_ACCESS_KEY_ID'],
  ['InvalidSignatureException', 'set AWS_ACCESS_KEY_ID'],
  ['ClientException', 'This is what Amazon ECS, too, answers'],
])('after %s it says what to do', async (code, hint) => {
  const client = { call: () => Promise.reject(new EcsApiError(code, 'why')) };
  const error: unknown = await register(client, file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LongshoreError);
  expect(error).toMatchObject({
    message: expect.stringContaining(`${code}: why`),
    hint: expect.stringContaining(hint),
  });
});
