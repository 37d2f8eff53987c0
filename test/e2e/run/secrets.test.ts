import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shell } from '../../support/e2e/definitions.ts';
import { run } from '../../support/e2e/run.ts';
import { temporaryDirectory } from '../../support/e2e/server.ts';

const secret = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf';
const definition = {
  ...shell('printf %s "$PASSWORD/$TOKEN" | sha256sum', {
    secrets: [
      { name: 'PASSWORD', valueFrom: `${secret}:password::` },
      { name: 'TOKEN', valueFrom: '/app/token' },
    ],
  }),
  executionRoleArn: 'arn:aws:iam::000000000000:role/execution',
};

test('values from --secrets-file are in the container, and in nothing that is printed', async () => {
  await using home = await temporaryDirectory();
  const file = join(home.path, 'secrets.env');
  await writeFile(file, `${secret}:password::=correct horse\n/app/token='battery staple'\n`);
  const { code, stdout, stderr } = await run({ definition, args: ['--secrets-file', file] });
  expect(code, stderr).toBe(0);
  const digest = createHash('sha256').update('correct horse/battery staple').digest('hex');
  expect(stdout).toContain(digest);
  for (const value of ['correct horse', 'battery staple']) expect(`${stdout}${stderr}`).not.toContain(value);
});

test('without them it is said which there is not', async () => {
  const { code, stderr } = await run({ definition });
  expect(code).toBe(1);
  expect(stderr).toContain(
    'fetching secret data from SSM Parameter Store in us-east-1: invalid parameters: /app/token',
  );
});
