import { CreateSecurityGroupCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { refusal } from '../../support/aws-clients.ts';
import { startTestLongshore } from '../../support/longshore.ts';
import { account, allow, assume, makeRole } from './caller.ts';

test('EC2 refuses in its own words', async () => {
  await using longshore = await startTestLongshore({ iam: 'strict' });
  const role = await makeRole(longshore, 'reader', [allow('ec2:Describe*')]);
  const ec2 = new EC2Client(await assume(longshore, role));
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const create = new CreateSecurityGroupCommand({ GroupName: 'g', Description: 'd', VpcId: Vpcs[0]?.VpcId });
  const refused = await refusal(ec2.send(create));
  expect(refused).toMatchObject({ name: 'UnauthorizedOperation', status: 403 });
  expect(refused.message).toMatch(
    new RegExp(
      `^You are not authorized to perform this operation\\. User: arn:aws:sts::${account}:assumed-role/reader/me is not ` +
        'authorized to perform: ec2:CreateSecurityGroup on resource: arn:aws:ec2:us-east-1:\\S+ because no identity-based ' +
        'policy allows the ec2:CreateSecurityGroup action$',
    ),
  );
});
