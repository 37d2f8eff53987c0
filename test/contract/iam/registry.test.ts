import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { clientOptions, type ClientOptions } from '../../support/aws-clients.ts';
import { startTestLongshore } from '../../support/longshore.ts';
import { account, allow, assume, makeRole } from './caller.ts';

test('the registry lets the holder of a token do what his role allows', async () => {
  await using longshore = await startTestLongshore({ iam: 'strict' });
  const { endpoint } = longshore.longshore;
  const create = new CreateRepositoryCommand({ repositoryName: 'app' });
  await new ECRClient(clientOptions(longshore)).send(create);
  const repository = `arn:aws:ecr:us-east-1:${account}:repository/app`;
  const puller = await makeRole(longshore, 'puller', [
    allow('ecr:GetAuthorizationToken'),
    allow(['ecr:BatchGetImage', 'ecr:ListImages'], repository),
  ]);
  const ecr = new ECRClient(await assume(longshore, puller));
  const { authorizationData = [] } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const headers = { authorization: `Basic ${authorizationData[0]?.authorizationToken}` };

  const tags = await fetch(`${endpoint}/v2/app/tags/list`, { headers });
  expect(tags.status).toBe(200);
  const upload = await fetch(`${endpoint}/v2/app/blobs/uploads/`, { method: 'POST', headers });
  expect(upload.status).toBe(403);
  expect(await upload.json()).toMatchObject({
    errors: [
      {
        code: 'DENIED',
        message: `User: arn:aws:sts::${account}:assumed-role/puller/me is not authorized to perform: ecr:InitiateLayerUpload on resource: ${repository} because no identity-based policy allows the ecr:InitiateLayerUpload action`,
      },
    ],
  });
});

test('a layer comes by its digest only from repositories that its holder may read', async () => {
  await using longshore = await startTestLongshore({ iam: 'strict' });
  const { endpoint } = longshore.longshore;
  const root = clientOptions(longshore);
  for (const repositoryName of ['secret', 'mine']) {
    await new ECRClient(root).send(new CreateRepositoryCommand({ repositoryName }));
  }
  const tokenOf = async (options: ClientOptions): Promise<{ authorization: string }> => {
    const { authorizationData } = await new ECRClient(options).send(new GetAuthorizationTokenCommand({}));
    return { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}` };
  };
  const bytes = 'a layer';
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const uploads = (query: string, name = 'mine') => `${endpoint}/v2/${name}/blobs/uploads/?${query}`;
  const rootToken = await tokenOf(root);
  const pushed = await fetch(uploads(`digest=${digest}`, 'secret'), {
    method: 'POST',
    headers: rootToken,
    body: bytes,
  });
  expect(pushed.status).toBe(201);

  const repository = `arn:aws:ecr:us-east-1:${account}:repository/mine`;
  const pusher = await makeRole(longshore, 'pusher', [
    allow('ecr:GetAuthorizationToken'),
    allow('ecr:*', repository),
  ]);
  const headers = await tokenOf(await assume(longshore, pusher));
  for (const query of [`mount=${digest}&from=secret`, `mount=${digest}`]) {
    const answer = await fetch(uploads(query), { method: 'POST', headers });
    expect(answer.status, query).toBe(202);
  }
  expect((await fetch(`${endpoint}/v2/mine/blobs/${digest}`, { headers })).status).toBe(404);
  const mounted = await fetch(uploads(`mount=${digest}&from=secret`), { method: 'POST', headers: rootToken });
  expect(mounted.status).toBe(201);
});
