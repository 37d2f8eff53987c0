import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ecs from '@aws-sdk/client-ecs';
import * as kms from '@aws-sdk/client-kms';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, onTestFinished, test } from 'vitest';
import type { Log } from '../../../src/kernel/log.ts';
import { startTestLongshore } from '../../support/longshore.ts';

/** Nowhere else in what is written and answered. */
const values = ['one', 'two', 'three', 'four', 'five', 'six'].map((word) => `horse-battery-${word}`);
const [whole = '', keyed = '', parameter = '', plain = '', encrypted = '', ownKey = ''] = values;

function loggedTo(lines: string[]): Log {
  const write = (fields: object, message: string): void => {
    lines.push(
      message,
      JSON.stringify(fields, (_, value: unknown) => shown(value)),
    );
  };
  return { debug: write, info: write, warn: write, error: write };
}

const shown = (value: unknown): unknown =>
  value instanceof Error ? [value.message, value.stack, value.cause] : value;

test('no value is in the database, in the log, or in an answer that does not ask for it', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'longshore-leaks-'));
  onTestFinished(() => rmSync(dataDirectory, { recursive: true }));
  const lines: string[] = [];
  await using started = await startTestLongshore({ dataDirectory, log: loggedTo(lines) });
  const { endpoint } = started.longshore;
  const options = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  using secretsManager = disposable(new SecretsManagerClient(options));
  using ssm = disposable(new SSMClient(options));
  const answers: unknown[] = [];

  const create = async (Name: string, SecretString: string): Promise<string> => {
    const made = await secretsManager.send(new CreateSecretCommand({ Name, SecretString }));
    answers.push(made);
    return made.ARN ?? '';
  };
  const wholeArn = await create('whole', whole);
  const jsonArn = await create('json', JSON.stringify({ key: keyed }));
  const put = { Name: '/token', Value: parameter, Type: 'SecureString' } as const;
  answers.push(await ssm.send(new PutParameterCommand(put)));
  answers.push(await ssm.send(new PutParameterCommand({ Name: 'plain', Value: plain, Type: 'String' })));

  using keys = disposable(new kms.KMSClient(options));
  const { KeyMetadata: key } = await keys.send(new kms.CreateKeyCommand({}));
  const KeyId = key?.KeyId ?? '';
  const made = new kms.EncryptCommand({ KeyId, Plaintext: Buffer.from(encrypted) });
  answers.push(await keys.send(made));
  const owned = { Name: '/own', Value: ownKey, Type: 'SecureString', KeyId } as const;
  answers.push(await ssm.send(new PutParameterCommand(owned)));
  const dataKey = await keys.send(new kms.GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
  const bytes = Buffer.from(dataKey.Plaintext ?? []);

  const run = async (family: string, secrets: ecs.Secret[]): Promise<ecs.Task | undefined> => {
    const definition = {
      family,
      executionRoleArn: 'arn:aws:iam::000000000000:role/execution',
      containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64, secrets }],
    };
    const { client } = started;
    answers.push(await client.send(new ecs.RegisterTaskDefinitionCommand(definition)));
    const ran = await client.send(new ecs.RunTaskCommand({ taskDefinition: family }));
    const tasks = [ran.tasks?.[0]?.taskArn ?? ''];
    const watched = await fetch(
      `${endpoint}/_longshore/tasks/watch?${new URLSearchParams({ arn: tasks[0] ?? '' }).toString()}`,
      {
        signal: AbortSignal.timeout(300),
      },
    );
    answers.push(await watched.text().catch(() => ''));
    const wait = { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
    await Promise.race([
      ecs.waitUntilTasksRunning(wait, { tasks }),
      ecs.waitUntilTasksStopped(wait, { tasks }),
    ]).catch(() => {});
    const described = await client.send(new ecs.DescribeTasksCommand({ tasks, include: ['TAGS'] }));
    answers.push(ran, described);
    return described.tasks?.[0];
  };
  const good = await run('good', [
    { name: 'WHOLE', valueFrom: wholeArn },
    { name: 'KEYED', valueFrom: `${jsonArn}:key::` },
    { name: 'TOKEN', valueFrom: '/token' },
    { name: 'PLAIN', valueFrom: 'plain' },
  ]);
  expect(good?.lastStatus).toBe('RUNNING');
  const bad = await run('bad', [
    { name: 'KEYED', valueFrom: `${wholeArn}:key::` },
    { name: 'OTHER', valueFrom: `${jsonArn}:other::` },
  ]);
  expect(bad).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
  expect(bad?.stoppedReason).toBe(
    "invalid character 'h' looking for beginning of value;retrieved secret from Secrets Manager did not contain json key other",
  );

  const written = readdirSync(dataDirectory).map((name) => readFileSync(join(dataDirectory, name), 'latin1'));
  expect(written.join('')).toContain('secret:whole-');
  for (const value of values) {
    expect(written.some((content) => content.includes(value))).toBe(false);
    expect(written.some((content) => content.includes(Buffer.from(value).toString('base64')))).toBe(false);
    expect(lines.join('\n')).not.toContain(value);
    expect(JSON.stringify(answers)).not.toContain(value);
  }
  const state = await (await fetch(`${endpoint}/_longshore/state`)).text();
  for (const form of [bytes.toString('latin1'), bytes.toString('base64'), bytes.toString('hex')]) {
    expect([...written, ...lines, state].some((content) => content.includes(form))).toBe(false);
  }
  expect(values.some((value) => state.includes(value))).toBe(false);
  expect(lines.length).toBeGreaterThan(10);
  // They are there all the same.
  const got = await secretsManager.send(new GetSecretValueCommand({ SecretId: 'whole' }));
  expect(got.SecretString).toBe(whole);
});

function disposable<Client extends { destroy(): void }>(client: Client): Client & Disposable {
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}
