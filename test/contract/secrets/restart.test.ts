import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as ssm from '@aws-sdk/client-ssm';
import { expect, onTestFinished, test } from 'vitest';
import { startTestLongshore } from '../../support/longshore.ts';

test('secrets and parameters outlive the process, under the key beside the database', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'longshore-restart-'));
  onTestFinished(() => rmSync(dataDirectory, { recursive: true }));
  const clients = (endpoint: string) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
    return [new secretsManager.SecretsManagerClient(options), new ssm.SSMClient(options)] as const;
  };
  {
    await using started = await startTestLongshore({ dataDirectory });
    const [secrets, parameters] = clients(started.longshore.endpoint);
    await secrets.send(new secretsManager.CreateSecretCommand({ Name: 'a', SecretString: 'one' }));
    const put = { Name: 'b', Value: 'two', Type: 'SecureString' } as const;
    await parameters.send(new ssm.PutParameterCommand(put));
  }
  {
    await using started = await startTestLongshore({ dataDirectory });
    const [secrets, parameters] = clients(started.longshore.endpoint);
    const get = new secretsManager.GetSecretValueCommand({ SecretId: 'a' });
    expect((await secrets.send(get)).SecretString).toBe('one');
    const read = new ssm.GetParameterCommand({ Name: 'b', WithDecryption: true });
    expect((await parameters.send(read)).Parameter?.Value).toBe('two');
  }
  rmSync(join(dataDirectory, 'longshore.key'));
  await expect(startTestLongshore({ dataDirectory })).rejects.toThrow(/longshore\.key is missing/);
});
