import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as kms from '@aws-sdk/client-kms';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as ssm from '@aws-sdk/client-ssm';
import { expect, onTestFinished, test } from 'vitest';
import { startTestLongshore } from '../../support/longshore.ts';

test('secrets, parameters and keys outlive the process, under the key beside the database', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'longshore-restart-'));
  onTestFinished(() => rmSync(dataDirectory, { recursive: true }));
  const clients = (endpoint: string) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
    return [
      new secretsManager.SecretsManagerClient(options),
      new ssm.SSMClient(options),
      new kms.KMSClient(options),
    ] as const;
  };
  let CiphertextBlob: Uint8Array | undefined;
  {
    await using started = await startTestLongshore({ dataDirectory });
    const [secrets, parameters, keys] = clients(started.longshore.endpoint);
    const { KeyMetadata: key } = await keys.send(new kms.CreateKeyCommand({}));
    const encrypt = new kms.EncryptCommand({ KeyId: key?.KeyId, Plaintext: Buffer.from('three') });
    ({ CiphertextBlob } = await keys.send(encrypt));
    await secrets.send(new secretsManager.CreateSecretCommand({ Name: 'a', SecretString: 'one' }));
    const put = { Name: 'b', Value: 'two', Type: 'SecureString' } as const;
    await parameters.send(new ssm.PutParameterCommand(put));
  }
  {
    await using started = await startTestLongshore({ dataDirectory });
    const [secrets, parameters, keys] = clients(started.longshore.endpoint);
    const { Plaintext = [] } = await keys.send(new kms.DecryptCommand({ CiphertextBlob }));
    expect(Buffer.from(Plaintext).toString()).toBe('three');
    const get = new secretsManager.GetSecretValueCommand({ SecretId: 'a' });
    expect((await secrets.send(get)).SecretString).toBe('one');
    const read = new ssm.GetParameterCommand({ Name: 'b', WithDecryption: true });
    expect((await parameters.send(read)).Parameter?.Value).toBe('two');
  }
  rmSync(join(dataDirectory, 'longshore.key'));
  await expect(startTestLongshore({ dataDirectory })).rejects.toThrow(/longshore\.key is missing/);
});
