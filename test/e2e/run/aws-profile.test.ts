import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IAMClient, CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shell } from '../../support/e2e/definitions.ts';
import { type Moto, startMoto } from '../../support/e2e/moto.ts';
import { type Finished } from '../../support/e2e/program.ts';
import { run } from '../../support/e2e/run.ts';
import { temporaryDirectory } from '../../support/e2e/server.ts';

/** moto stands in for AWS, by the profile's endpoint_url. */
let moto: Moto;
let secretArn = '';
let roleArn = '';

beforeAll(async () => {
  moto = await startMoto();
  const options = {
    endpoint: moto.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIADEV', secretAccessKey: 'secret' },
  };
  const secret = await new SecretsManagerClient(options).send(
    new CreateSecretCommand({ Name: 'db', SecretString: '{"password":"hush"}' }),
  );
  secretArn = secret.ARN ?? '';
  await new SSMClient(options).send(
    new PutParameterCommand({ Name: '/token', Value: 'token', Type: 'SecureString' }),
  );
  const s3 = new S3Client({ ...options, region: 'us-east-1', forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'files' }));
  await s3.send(new PutObjectCommand({ Bucket: 'files', Key: 'app.env', Body: 'FROM_FILE=file\n' }));
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
  };
  const role = await new IAMClient(options).send(
    new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  roleArn = role.Role?.Arn ?? '';
});
afterAll(() => moto[Symbol.asyncDispose]());

async function runAs(profile: string, definition: object, args: readonly string[] = []): Promise<Finished> {
  await using home = await temporaryDirectory();
  const config = join(home.path, 'config');
  await writeFile(
    config,
    `[profile dev]
region = eu-west-1
aws_access_key_id = AKIADEV
aws_secret_access_key = secret
endpoint_url = http://127.0.0.1:9
services = stand-ins

[services stand-ins]
${['s3', 'ssm', 'sts', 'secrets_manager', 'ecr'].map((name) => `${name} =\n  endpoint_url = ${moto.url}\n`).join('')}
[profile nowhere]
region = eu-west-1
aws_access_key_id = AKIADEV
aws_secret_access_key = secret
endpoint_url = http://127.0.0.1:9

[profile empty]
region = eu-west-1
`,
  );
  const env = {
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return await run({ definition, args: ['--aws-profile', profile, ...args], env });
}

const executionRoleArn = 'arn:aws:iam::123456789012:role/execution';

describe('a task with a profile', () => {
  test('has the secrets, parameters and files that the profile may see', async () => {
    const definition = {
      ...shell('echo "$PASSWORD $TOKEN $FROM_FILE endpoint=$AWS_ENDPOINT_URL region=$AWS_REGION"', {
        secrets: [
          { name: 'PASSWORD', valueFrom: `${secretArn}:password::` },
          { name: 'TOKEN', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/token' },
        ],
        environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::files/app.env' }],
      }),
      executionRoleArn,
    };
    const { code, stdout, stderr } = await runAs('dev', definition);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('hush token file endpoint= region=eu-west-1');
    expect(stderr).toContain('arn:aws:ecs:eu-west-1:123456789012:task/');
  });

  test('has a session of its role', async () => {
    const ask =
      'wget -qO- http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI | sed "s/[{},]/\\n/g" | grep -e RoleArn -e AccessKeyId';
    const definition = { ...shell(ask), executionRoleArn, taskRoleArn: roleArn };
    const assumed = await runAs('dev', definition);
    expect(assumed.code, assumed.stderr).toBe(0);
    expect(assumed.stdout).toContain(`"RoleArn":"${roleArn}"`);
    expect(assumed.stdout).toMatch(/"AccessKeyId":"ASIA/);
    const own = await runAs('dev', definition, ['--task-role-credentials', 'profile']);
    expect(own.stdout, own.stderr).toContain('"AccessKeyId":"AKIADEV"');
  });
});

describe('what cannot be is said before anything is started', () => {
  const definition = { ...shell('true'), executionRoleArn };

  test('no such profile', async () => {
    const { code, stderr } = await runAs('other', definition);
    expect(code).not.toBe(0);
    expect(stderr).toContain('there is no AWS profile other');
  });

  test('no credentials', async () => {
    expect((await runAs('empty', definition)).stderr).toContain('the AWS profile empty gives no credentials');
  });

  test('nobody answers', async () => {
    const { stderr } = await runAs('nowhere', definition);
    expect(stderr).toContain('The upstream of sts, http://127.0.0.1:9, cannot be reached');
  });

  test('secrets of a file, too', async () => {
    const { stderr } = await runAs('dev', definition, ['--secrets-file', 'x']);
    expect(stderr).toContain('--secrets-file and --aws-profile exclude each other');
  });
});
