import { CreateKeyCommand, DescribeKeyCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
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
