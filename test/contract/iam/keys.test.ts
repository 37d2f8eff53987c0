import { CreateKeyCommand, DescribeKeyCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { clientOptions, type ClientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore } from '../../support/longshore.ts';
import { account, allow, assume, document, makeRole } from './caller.ts';

test('a key’s own policy decides: it may leave it to the account, or not', async () => {
  await using longshore = await startTestLongshore({ iam: 'strict' });
  const kms = new KMSClient(clientOptions(longshore));
  const admin = `arn:aws:iam::${account}:root`;
  const keyFor = async (Policy?: string) =>
    (await kms.send(new CreateKeyCommand({ ...(Policy !== undefined && { Policy }) }))).KeyMetadata?.Arn ??
    '';
  const arn = await makeRole(longshore, 'user', [allow('kms:*')]);
  const user = new KMSClient(await assume(longshore, arn));
  const encrypt = (KeyId: string) => user.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }));

  // What AWS gives a key without a policy: the account decides.
  await encrypt(await keyFor());
  const closed = await keyFor(document({ ...allow('kms:PutKeyPolicy'), Principal: { AWS: admin } }));
  expect(await refusal(encrypt(closed))).toMatchObject({
    name: 'AccessDeniedException',
    message: `User: arn:aws:sts::${account}:assumed-role/user/me is not authorized to perform: kms:Encrypt on resource: ${closed} because no resource-based policy allows the kms:Encrypt action`,
  });
  const open = await keyFor(
    document(
      { ...allow('kms:PutKeyPolicy'), Principal: { AWS: admin } },
      { ...allow('kms:Encrypt'), Principal: { AWS: arn } },
    ),
  );
  await encrypt(open);
  expect(await refusal(user.send(new DescribeKeyCommand({ KeyId: open })))).toMatchObject({
    name: 'AccessDeniedException',
  });
});

test('whoever reads a value needs its key, too; but not one that AWS manages', async () => {
  await using longshore = await startTestLongshore({ iam: 'strict' });
  const options = clientOptions(longshore);
  const { KeyMetadata } = await new KMSClient(options).send(new CreateKeyCommand({}));
  const KmsKeyId = KeyMetadata?.Arn;
  const secrets = new SecretsManagerClient(options);
  const parameters = new SSMClient(options);
  await secrets.send(new CreateSecretCommand({ Name: 'own', SecretString: 'x', KmsKeyId }));
  await secrets.send(new CreateSecretCommand({ Name: 'managed', SecretString: 'x' }));
  const put = { Type: 'SecureString', Value: 'x' } as const;
  await parameters.send(new PutParameterCommand({ ...put, Name: '/own', KeyId: KmsKeyId }));
  await parameters.send(new PutParameterCommand({ ...put, Name: '/managed' }));

  const reading = allow(['secretsmanager:GetSecretValue', 'ssm:GetParameter']);
  const viaSsm = { Condition: { StringEquals: { 'kms:ViaService': 'ssm.us-east-1.amazonaws.com' } } };
  const without = await assume(longshore, await makeRole(longshore, 'without', [reading]));
  const viaOne = await makeRole(longshore, 'via', [reading, allow('kms:Decrypt', '*', viaSsm)]);
  const withKey = await assume(longshore, viaOne);
  const secret = (as: ClientOptions, SecretId: string) =>
    new SecretsManagerClient(as).send(new GetSecretValueCommand({ SecretId }));
  const parameter = (as: ClientOptions, Name: string) =>
    new SSMClient(as).send(new GetParameterCommand({ Name, WithDecryption: true }));

  await secret(without, 'managed');
  await parameter(without, '/managed');
  const noAccess = { name: 'AccessDeniedException', message: 'Access to KMS is not allowed', status: 400 };
  expect(await refusal(secret(without, 'own'))).toEqual(noAccess);
  expect(await refusal(parameter(without, '/own'))).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`is not authorized to perform: kms:Decrypt on resource: ${KmsKeyId}`),
  });
  await parameter(withKey, '/own');
  expect(await refusal(secret(withKey, 'own'))).toEqual(noAccess);
});
