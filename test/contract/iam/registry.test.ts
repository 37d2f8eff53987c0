import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { expect, test } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
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
