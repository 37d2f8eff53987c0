import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteUserCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  SimulateCustomPolicyCommand,
  type SimulateCustomPolicyCommandInput,
  SimulatePrincipalPolicyCommand,
  UpdateAccessKeyCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOptions, type ClientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { account, allow, document, makeRole, trusting } from './caller.ts';

let longshore: TestLongshore;
let iam: IAMClient;

beforeAll(async () => {
  longshore = await startTestLongshore({ iam: 'strict' });
  iam = new IAMClient(clientOptions(longshore));
});
afterAll(() => longshore[Symbol.asyncDispose]());

async function withKey(UserName: string): Promise<ClientOptions> {
  await iam.send(new CreateUserCommand({ UserName, Path: '/people/', Tags: [{ Key: 'team', Value: 'a' }] }));
  return keyOf(UserName);
}

async function keyOf(UserName: string): Promise<ClientOptions> {
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return clientOptions(longshore, AccessKey?.AccessKeyId);
}

const list = (options: ClientOptions) => new ECSClient(options).send(new ListClustersCommand({}));

describe('a user', () => {
  test('is who signs with his key', async () => {
    const options = await withKey('ann');
    const { User } = await iam.send(new GetUserCommand({ UserName: 'ann' }));
    expect(await new STSClient(options).send(new GetCallerIdentityCommand({}))).toMatchObject({
      UserId: User?.UserId,
      Account: account,
      Arn: `arn:aws:iam::${account}:user/people/ann`,
    });
    expect(User?.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/);
    expect(options.credentials.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    const used = new GetAccessKeyLastUsedCommand({ AccessKeyId: options.credentials.accessKeyId });
    expect(await iam.send(used)).toMatchObject({
      UserName: 'ann',
      AccessKeyLastUsed: { ServiceName: 'sts', Region: 'us-east-1' },
    });
  });

  test('may what his groups may', async () => {
    const options = await withKey('bob');
    const user = `arn:aws:iam::${account}:user/people/bob`;
    expect(await refusal(list(options))).toMatchObject({
      message: `User: ${user} is not authorized to perform: ecs:ListClusters on resource: * because no identity-based policy allows the ecs:ListClusters action`,
    });
    await iam.send(new CreateGroupCommand({ GroupName: 'readers' }));
    const PolicyDocument = document(
      allow('ecs:List*', '*', {
        Condition: { StringEquals: { 'aws:username': 'bob', 'aws:PrincipalTag/team': 'a' } },
      }),
    );
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'readers', PolicyName: 'p', PolicyDocument }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'readers', UserName: 'bob' }));
    await list(options);
    const session = await new STSClient(options).send(new GetSessionTokenCommand({}));
    const { AccessKeyId = '', SessionToken = '' } = session.Credentials ?? {};
    await list(clientOptions(longshore, AccessKeyId, SessionToken));

    const federate = (Policy?: string) =>
      new STSClient(clientOptions(longshore)).send(new GetFederationTokenCommand({ Name: 'guest', Policy }));
    const guest = async (Policy?: string) => {
      const { Credentials } = await federate(Policy);
      return clientOptions(longshore, Credentials?.AccessKeyId, Credentials?.SessionToken);
    };
    await list(await guest(document(allow('ecs:ListClusters'))));
    expect((await refusal(list(await guest()))).message).toMatch(
      /federated-user\/guest .* because no session policy/,
    );
    expect((await refusal(iam.send(new DeleteGroupCommand({ GroupName: 'readers' })))).message).toBe(
      'Cannot delete entity, must remove users from group first.',
    );
  });

  test('keeps his keys under a new name, and loses those that are switched off or deleted', async () => {
    const options = await withKey('carl');
    const AccessKeyId = options.credentials.accessKeyId;
    const identity = () => new STSClient(options).send(new GetCallerIdentityCommand({}));
    await iam.send(new UpdateUserCommand({ UserName: 'carl', NewUserName: 'charles' }));
    expect((await identity()).Arn).toBe(`arn:aws:iam::${account}:user/people/charles`);
    const UserName = 'charles';
    await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
    const invalid = {
      name: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
      status: 403,
    };
    expect(await refusal(identity())).toEqual(invalid);
    await keyOf(UserName);
    expect(await refusal(keyOf(UserName))).toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
    expect(await refusal(iam.send(new DeleteUserCommand({ UserName })))).toEqual({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete access keys first.',
      status: 409,
    });
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
    for (const { AccessKeyId: id } of AccessKeyMetadata) {
      await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: id }));
    }
    expect(await refusal(identity())).toEqual(invalid);
    await iam.send(new DeleteUserCommand({ UserName }));
    expect(await refusal(iam.send(new GetUserCommand({ UserName })))).toEqual({
      name: 'NoSuchEntityException',
      message: 'The user with name charles cannot be found.',
      status: 404,
    });
  });

  test('can be asked for a second factor', async () => {
    const options = await withKey('eve');
    const withFactor = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
    const PolicyDocument = document(allow('ecs:ListClusters', '*', withFactor));
    await iam.send(new PutUserPolicyCommand({ UserName: 'eve', PolicyName: 'p', PolicyDocument }));
    const session = async (factor: { SerialNumber?: string; TokenCode?: string }) => {
      const { Credentials } = await new STSClient(options).send(new GetSessionTokenCommand(factor));
      return clientOptions(longshore, Credentials?.AccessKeyId, Credentials?.SessionToken);
    };
    const SerialNumber = `arn:aws:iam::${account}:mfa/eve`;
    await list(await session({ SerialNumber, TokenCode: '123456' }));
    expect(await refusal(list(await session({})))).toMatchObject({ name: 'AccessDeniedException' });
    expect(await refusal(list(options))).toMatchObject({ name: 'AccessDeniedException' });
  });

  test('who is named by a role’s trust needs no permission of his own to assume it', async () => {
    const options = await withKey('dora');
    const user = `arn:aws:iam::${account}:user/people/dora`;
    const named = await makeRole(longshore, 'for-dora', [], trusting({ AWS: user }));
    const open = await makeRole(longshore, 'for-account', []);
    const ask = (RoleArn: string) =>
      new STSClient(options).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
    await ask(named);
    expect((await refusal(ask(open))).message).toBe(
      `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${open}`,
    );
  });
});

test('an account has one alias', async () => {
  await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'one' }));
  await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'two' }));
  expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['two']);
  const other = new IAMClient(clientOptions(longshore, '444455556666'));
  expect(await refusal(other.send(new CreateAccountAliasCommand({ AccountAlias: 'two' })))).toMatchObject({
    name: 'EntityAlreadyExistsException',
    message: 'The account alias two already exists.',
  });
});

describe('the policy simulator', () => {
  test('weighs the policies of a role', async () => {
    const PolicySourceArn = await makeRole(longshore, 'simulated', [
      allow('s3:Get*', 'arn:aws:s3:::b/*'),
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
    const ask = (secure: string) =>
      iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn,
          ActionNames: ['s3:GetObject', 's3:PutObject'],
          ResourceArns: ['arn:aws:s3:::b/k'],
          ContextEntries: [
            { ContextKeyName: 'aws:SecureTransport', ContextKeyType: 'boolean', ContextKeyValues: [secure] },
          ],
        }),
      );
    const { EvaluationResults = [] } = await ask('true');
    expect(EvaluationResults).toMatchObject([
      {
        EvalActionName: 's3:GetObject',
        EvalResourceName: 'arn:aws:s3:::b/k',
        EvalDecision: 'allowed',
        MatchedStatements: [
          {
            SourcePolicyId: 'role_simulated_own',
            SourcePolicyType: 'role',
            StartPosition: { Line: 1, Column: 38 },
            EndPosition: { Line: 1, Column: 105 },
          },
        ],
      },
      { EvalActionName: 's3:PutObject', EvalDecision: 'implicitDeny' },
    ]);
    const insecure = (await ask('false')).EvaluationResults ?? [];
    expect(insecure.map(({ EvalDecision }) => EvalDecision)).toEqual(['explicitDeny', 'explicitDeny']);
  });

  test('lets the policy of a resource have its say, in one account and across two', async () => {
    const user = `arn:aws:iam::${account}:user/ann`;
    const bucket = document({ Effect: 'Allow', Principal: { AWS: user }, Action: 's3:*', Resource: '*' });
    const simulated = (more: Partial<SimulateCustomPolicyCommandInput>) =>
      iam.send(
        new SimulateCustomPolicyCommand({
          PolicyInputList: [document(allow('ecs:*'))],
          ActionNames: ['s3:GetObject'],
          ResourceArns: ['arn:aws:s3:::b/k'],
          ResourcePolicy: bucket,
          CallerArn: user,
          ...more,
        }),
      );
    const decided = async (more: Partial<SimulateCustomPolicyCommandInput> = {}) =>
      (await simulated(more)).EvaluationResults?.[0]?.EvalDecision;
    expect(await decided()).toBe('allowed');
    const elsewhere = { ResourceOwner: 'arn:aws:iam::444455556666:root' };
    expect(await decided(elsewhere)).toBe('implicitDeny');
    expect(await decided({ ...elsewhere, PolicyInputList: [document(allow('s3:*'))] })).toBe('allowed');
    expect(await decided({ CallerArn: `arn:aws:iam::${account}:user/bob` })).toBe('implicitDeny');

    await expect(simulated({ ResourceOwner: account })).rejects.toMatchObject({
      name: 'InvalidInputException',
    });
    const role = `arn:aws:sts::${account}:assumed-role/r/s`;
    await expect(simulated({ CallerArn: role })).rejects.toMatchObject({ name: 'InvalidInputException' });
    const PolicySourceArn = await makeRole(longshore, 'of-role', []);
    const ofRole = new SimulatePrincipalPolicyCommand({
      PolicySourceArn,
      ActionNames: ['s3:GetObject'],
      ResourcePolicy: bucket,
    });
    await expect(iam.send(ofRole)).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  test('tells what it would have to be told', async () => {
    const policy = document(allow('ecs:*', '*', { Condition: { ArnEquals: { 'ecs:cluster': 'arn:x' } } }));
    const { EvaluationResults } = await iam.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [policy],
        PermissionsBoundaryPolicyInputList: [document(allow('s3:*'))],
        ActionNames: ['ecs:RunTask'],
      }),
    );
    expect(EvaluationResults).toMatchObject([
      {
        EvalDecision: 'implicitDeny',
        MissingContextValues: ['ecs:cluster'],
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      },
    ]);
    const none = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: 'x'.repeat(30),
      ActionNames: ['a:b'],
    });
    expect(await refusal(iam.send(none))).toMatchObject({ name: 'InvalidInputException' });
  });
});
