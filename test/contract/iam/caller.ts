import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { clientOptions, type ClientOptions } from '../../support/aws-clients.ts';
import type { TestLongshore } from '../../support/longshore.ts';

/** The account whose root makes everything in these tests. */
export const account = '111122223333';

type Fields = Readonly<Record<string, unknown>>;

export const document = (...Statement: readonly Fields[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });

export const allow = (
  Action: string | readonly string[],
  Resource: string | readonly string[] = '*',
  more: Fields = {},
) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

export const trusting = (Principal: Fields, more: Fields = {}): string =>
  document({ Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:TagSession'], ...more });

/** A role with these permissions, which its account's root may assume. */
export async function makeRole(
  longshore: TestLongshore,
  RoleName: string,
  permissions: readonly Fields[],
  trust = trusting({ AWS: account }),
): Promise<string> {
  const iam = new IAMClient(clientOptions(longshore));
  const made = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  const PolicyDocument = document(...permissions);
  if (permissions.length > 0) {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
  }
  return made.Role?.Arn ?? '';
}

/** Options of clients that call as a session of the role. */
export async function assume(
  longshore: TestLongshore,
  RoleArn: string,
  more: Partial<AssumeRoleCommandInput> = {},
  as: ClientOptions = clientOptions(longshore),
): Promise<ClientOptions> {
  const sts = new STSClient(as);
  const input = { RoleArn, RoleSessionName: 'me', ...more };
  const { Credentials } = await sts.send(new AssumeRoleCommand(input));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return {
    ...as,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  };
}

export async function attach(longshore: TestLongshore, RoleName: string, PolicyArn: string): Promise<void> {
  const iam = new IAMClient(clientOptions(longshore));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
}
