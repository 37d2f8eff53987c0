import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { expect, test } from 'vitest';
import { awsEnvironment } from '../../support/e2e/clients.ts';
import { dockerCli, pushing } from '../../support/e2e/docker.ts';
import { finish, startProgram } from '../../support/e2e/program.ts';
import { startServer } from '../../support/e2e/server.ts';

test('docker logs in with `aws ecr get-login-password`, pushes and pulls', async () => {
  await using docker = await dockerCli();
  await using server = await startServer();
  using registry = pushing(server.endpoint);
  docker.cleanUp(`${registry.address}/`);
  const uri = await registry.create('team/app');
  await docker.build(`${uri}:1`, 'one');

  expect((await docker.run(['push', `${uri}:1`])).stderr).toContain('no basic auth credentials');
  const refused = await docker.run(['login', '-u', 'AWS', '--password-stdin', registry.address], 'wrong');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('401 Unauthorized');

  const cli = process.env['LONGSHORE_TEST_AWS_CLI'] ?? 'aws';
  const env = awsEnvironment(server.endpoint);
  await using aws = startProgram(cli, ['ecr', 'get-login-password', '--endpoint-url', server.endpoint], {
    env,
  });
  const { code, stdout: password } = await finish(aws);
  expect(code).toBe(0);
  expect(await docker.ok(['login', '-u', 'AWS', '--password-stdin', registry.address], password)).toContain(
    'Login Succeeded',
  );

  const pushed = await docker.ok(['push', `${uri}:1`]);
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed)?.[1];
  const { imageDetails } = await registry.ecr.send(new DescribeImagesCommand({ repositoryName: 'team/app' }));
  expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['1'] }]);

  await docker.ok(['rmi', `${uri}:1`]);
  expect(await docker.ok(['pull', `${uri}:1`])).toContain(`Digest: ${digest}`);
  expect((await docker.run(['pull', `${uri}:2`])).stderr).toContain(
    'manifest unknown: Requested image not found',
  );
  await docker.ok(['tag', `${uri}:1`, `${registry.address}/nowhere:1`]);
  expect((await docker.run(['push', `${registry.address}/nowhere:1`])).stderr).toContain(
    "name unknown: The repository with name 'nowhere' does not exist in the registry with id '000000000000'",
  );
});
