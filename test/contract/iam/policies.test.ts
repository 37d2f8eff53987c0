import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  GenerateCredentialReportCommand,
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteServiceLinkedRoleCommand,
  DetachRolePolicyCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  IAMClient,
  ListEntitiesForPolicyCommand,
  ListInstanceProfilesForRoleCommand,
  ListInstanceProfileTagsCommand,
  ListPoliciesCommand,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  RemoveRoleFromInstanceProfileCommand,
  SetDefaultPolicyVersionCommand,
  TagInstanceProfileCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { permissions, trust } from './documents.ts';

let longshore: TestLongshore;
let iam: IAMClient;

beforeAll(async () => {
  longshore = await startTestLongshore();
  iam = new IAMClient(clientOptions(longshore));
});
afterAll(() => longshore[Symbol.asyncDispose]());

test('a managed policy and its versions', async () => {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'read', PolicyDocument: permissions, Description: 'reads' }),
  );
  const PolicyArn = Policy?.Arn ?? '';
  expect(Policy).toMatchObject({
    PolicyName: 'read',
    PolicyId: expect.stringMatching(/^ANPA/),
    Arn: 'arn:aws:iam::111122223333:policy/read',
    Path: '/',
    DefaultVersionId: 'v1',
    AttachmentCount: 0,
    IsAttachable: true,
  });
  for (let version = 2; version <= 5; version += 1) {
    const PolicyDocument = permissions.replace('s3:GetObject', `s3:Get${version}`);
    const made = await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: version === 3 }),
    );
    expect(made.PolicyVersion).toMatchObject({ VersionId: `v${version}`, IsDefaultVersion: version === 3 });
  }
  const sixth = new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: permissions });
  expect(await refusal(iam.send(sixth))).toMatchObject({ name: 'LimitExceededException', status: 409 });

  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(['v5', 'v4', 'v3', 'v2', 'v1']);
  const read = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v3' }));
  expect(decodeURIComponent(read.PolicyVersion?.Document ?? '')).toContain('s3:Get3');

  const remove = (VersionId: string): Promise<unknown> =>
    iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  expect(await refusal(remove('v3'))).toEqual({
    name: 'DeleteConflictException',
    message: 'Cannot delete the default version of a policy.',
    status: 409,
  });
  expect(await refusal(iam.send(new DeletePolicyCommand({ PolicyArn })))).toMatchObject({
    name: 'DeleteConflictException',
    message: expect.stringMatching(/^This policy has more than one version\./),
  });
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  for (const id of ['v2', 'v3', 'v4', 'v5']) await remove(id);
  const next = await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: permissions }));
  expect(next.PolicyVersion?.VersionId).toBe('v6');
  await remove('v6');
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
  expect(await refusal(iam.send(new GetPolicyCommand({ PolicyArn })))).toEqual({
    name: 'NoSuchEntityException',
    message: `Policy ${PolicyArn} was not found.`,
    status: 404,
  });
});

test('who has a policy', async () => {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'used', PolicyDocument: permissions }),
  );
  const PolicyArn = Policy?.Arn ?? '';
  await iam.send(new CreateRoleCommand({ RoleName: 'user', AssumeRolePolicyDocument: trust }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'user', PolicyArn }));
  const { Policy: read } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  expect(read?.AttachmentCount).toBe(1);
  const { PolicyRoles } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }));
  expect(PolicyRoles).toMatchObject([{ RoleName: 'user' }]);
  const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: 'Local', OnlyAttached: true }));
  expect(Policies?.map(({ Arn }) => Arn)).toEqual([PolicyArn]);
  expect(await refusal(iam.send(new DeletePolicyCommand({ PolicyArn })))).toMatchObject({
    message: 'Cannot delete a policy attached to entities.',
  });
  await iam.send(new DetachRolePolicyCommand({ RoleName: 'user', PolicyArn }));
  await iam.send(new TagPolicyCommand({ PolicyArn, Tags: [{ Key: 'a', Value: '1' }] }));
  expect((await iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags).toEqual([{ Key: 'a', Value: '1' }]);
  await iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ['a'] }));
  expect((await iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags).toEqual([]);
});

test('the policies of AWS are there and stay as they are', async () => {
  const { Policies } = await iam.send(
    new ListPoliciesCommand({ Scope: 'AWS', PathPrefix: '/service-role/' }),
  );
  expect(Policies?.map(({ PolicyName }) => PolicyName)).toContain('AmazonECSTaskExecutionRolePolicy');
  const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
  expect(await refusal(iam.send(new DeletePolicyCommand({ PolicyArn })))).toMatchObject({
    name: 'AccessDenied',
  });
});

test('instance profiles hold one role', async () => {
  const InstanceProfileName = 'machine';
  for (const RoleName of ['one', 'two']) {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  }
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  const add = (RoleName: string): Promise<unknown> =>
    iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
  await add('one');
  expect(await refusal(add('two'))).toMatchObject({
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
  });
  const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
  expect(InstanceProfile).toMatchObject({
    Arn: 'arn:aws:iam::111122223333:instance-profile/machine',
    Roles: [{ RoleName: 'one' }],
  });
  const of = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: 'one' }));
  expect(of.InstanceProfiles).toMatchObject([{ InstanceProfileName }]);
  expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'one' })))).toMatchObject({
    message: 'Cannot delete entity, must remove roles from instance profile first.',
  });
  await iam.send(new TagInstanceProfileCommand({ InstanceProfileName, Tags: [{ Key: 'a', Value: '1' }] }));
  const tags = await iam.send(new ListInstanceProfileTagsCommand({ InstanceProfileName }));
  expect(tags.Tags).toEqual([{ Key: 'a', Value: '1' }]);
  await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName: 'one' }));
  await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
  expect(await refusal(iam.send(new GetInstanceProfileCommand({ InstanceProfileName })))).toMatchObject({
    message: 'Instance Profile machine cannot be found.',
  });
});

test('a role that is linked to a service is that service’s', async () => {
  const create = (): Promise<{ Role?: { Arn?: string | undefined } | undefined }> =>
    iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'ecs.amazonaws.com' }));
  expect((await create()).Role?.Arn).toBe(
    'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
  );
  expect(await refusal(create())).toEqual({
    name: 'InvalidInputException',
    message:
      'Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix.',
    status: 400,
  });
  const RoleName = 'AWSServiceRoleForECS';
  expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName })))).toMatchObject({
    name: 'UnmodifiableEntityException',
  });
  const { DeletionTaskId } = await iam.send(new DeleteServiceLinkedRoleCommand({ RoleName }));
  expect(await iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }))).toMatchObject({
    Status: 'SUCCEEDED',
  });
});

test('what is not there says so', async () => {
  expect(await refusal(iam.send(new GenerateCredentialReportCommand({})))).toEqual({
    name: 'AccessDenied',
    message: 'GenerateCredentialReport is not implemented by this version of Longshore.',
    status: 403,
  });
});
