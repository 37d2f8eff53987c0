import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-secrets-manager';
import { expect, onTestFinished, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore } from '../../support/longshore.ts';

interface Event {
  readonly Step: string;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
  readonly RotationToken: string;
}

/** A rotation program: it gets what a Lambda function would, and may answer with an error. */
async function program(work: (event: Event) => Promise<void>): Promise<{ url: URL; events: Event[] }> {
  const events: Event[] = [];
  const answer = async (request: IncomingMessage): Promise<number> => {
    const event = JSON.parse(await bodyOf(request)) as Event;
    events.push(event);
    try {
      await work(event);
      return 200;
    } catch {
      return 500;
    }
  };
  const server = createServer((request, response) => {
    void answer(request).then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/rotate`), events };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

const RotationLambdaARN = 'arn:aws:lambda:us-east-1:111122223333:function:rotate';

test('a program rotates a secret over HTTP, with AWS’s own client', async () => {
  const ready = Promise.withResolvers<sdk.SecretsManagerClient>();
  const done = Promise.withResolvers<void>();
  const { url, events } = await program(async (event) => {
    const { SecretId, ClientRequestToken, RotationToken, Step } = event;
    const client = await ready.promise;
    if (Step === 'createSecret') {
      const put = {
        SecretId,
        ClientRequestToken,
        RotationToken,
        SecretString: 'new',
        VersionStages: ['AWSPENDING'],
      };
      await client.send(new sdk.PutSecretValueCommand(put));
    }
    if (Step === 'testSecret') {
      const get = { SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' };
      const { SecretString } = await client.send(new sdk.GetSecretValueCommand(get));
      expect(SecretString).toBe('new');
    }
    if (Step === 'finishSecret') {
      const described = await client.send(new sdk.DescribeSecretCommand({ SecretId }));
      const stages = Object.entries(described.VersionIdsToStages ?? {});
      const RemoveFromVersionId = stages.find(([, labels]) => labels.includes('AWSCURRENT'))?.[0];
      const move = {
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: ClientRequestToken,
        RemoveFromVersionId,
      };
      await client.send(new sdk.UpdateSecretVersionStageCommand(move));
      done.resolve();
    }
  });
  await using started = await startTestLongshore({ rotationHook: url });
  const client = new sdk.SecretsManagerClient(clientOptions(started));
  ready.resolve(client);
  const { ARN } = await client.send(new sdk.CreateSecretCommand({ Name: 'app', SecretString: 'old' }));
  const rotate = { SecretId: 'app', RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: 7 } };
  const { VersionId } = await client.send(new sdk.RotateSecretCommand(rotate));
  await done.promise;
  expect(events.map(({ Step }) => Step)).toEqual(['createSecret', 'setSecret', 'testSecret', 'finishSecret']);
  expect(events[3]).toMatchObject({ SecretId: ARN, ClientRequestToken: VersionId });
  await expect
    .poll(async () => (await client.send(new sdk.DescribeSecretCommand({ SecretId: 'app' }))).LastRotatedDate)
    .toBeInstanceOf(Date);
  const { SecretString } = await client.send(new sdk.GetSecretValueCommand({ SecretId: 'app' }));
  expect(SecretString).toBe('new');
  const listed = await client.send(new sdk.ListSecretsCommand({}));
  expect(listed.SecretList?.[0]).toMatchObject({
    RotationEnabled: true,
    RotationLambdaARN,
    NextRotationDate: expect.any(Date) as Date,
  });
  client.destroy();
});

test('a program that fails is told in the log, and the old value stays', async () => {
  const warned = Promise.withResolvers<object>();
  const ignore = (): void => {};
  const log = {
    debug: ignore,
    info: ignore,
    error: ignore,
    warn: (fields: object) => warned.resolve(fields),
  };
  const { url } = await program(() => Promise.reject(new Error('no')));
  await using started = await startTestLongshore({ rotationHook: url, log });
  const client = new sdk.SecretsManagerClient(clientOptions(started));
  const { ARN } = await client.send(new sdk.CreateSecretCommand({ Name: 'app', SecretString: 'old' }));
  await client.send(new sdk.RotateSecretCommand({ SecretId: 'app', RotationLambdaARN }));
  expect(await warned.promise).toMatchObject({ secret: ARN, step: 'createSecret' });
  const described = await client.send(new sdk.DescribeSecretCommand({ SecretId: 'app' }));
  expect(Object.values(described.VersionIdsToStages ?? {})).toContainEqual(['AWSPENDING']);
  const { SecretString } = await client.send(new sdk.GetSecretValueCommand({ SecretId: 'app' }));
  expect(SecretString).toBe('old');
  client.destroy();
});

test('a rotation that Longshore did not live to finish is finished by the next one', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'longshore-rotation-'));
  onTestFinished(() => rmSync(dataDirectory, { recursive: true }));
  const asked = Promise.withResolvers<void>();
  const deaf = await program(() => {
    asked.resolve();
    return new Promise(() => {});
  });
  {
    await using started = await startTestLongshore({ rotationHook: deaf.url, dataDirectory });
    const client = new sdk.SecretsManagerClient(clientOptions(started));
    await client.send(new sdk.CreateSecretCommand({ Name: 'app', SecretString: 'old' }));
    await client.send(new sdk.RotateSecretCommand({ SecretId: 'app', RotationLambdaARN }));
    await asked.promise;
    client.destroy();
  }
  const done = Promise.withResolvers<Event>();
  const { url } = await program((event) => {
    if (event.Step === 'finishSecret') done.resolve(event);
    return Promise.resolve();
  });
  await using started = await startTestLongshore({ rotationHook: url, dataDirectory });
  void started;
  const { ClientRequestToken, RotationToken } = await done.promise;
  expect(deaf.events).toMatchObject([{ Step: 'createSecret', ClientRequestToken, RotationToken }]);
});

test('without a program, the option is named', async () => {
  await using started = await startTestLongshore();
  const client = new sdk.SecretsManagerClient(clientOptions(started));
  await client.send(new sdk.CreateSecretCommand({ Name: 'app', SecretString: 'old' }));
  expect(
    await refusal(client.send(new sdk.RotateSecretCommand({ SecretId: 'app', RotationLambdaARN }))),
  ).toEqual({
    name: 'InvalidRequestException',
    message: expect.stringContaining('--rotation-hook URL') as string,
    status: 400,
  });
  client.destroy();
});
