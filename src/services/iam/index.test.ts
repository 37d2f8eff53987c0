import { expect, test } from 'vitest';
import { rootArn } from '../../aws/arn.ts';
import { checkOutput } from '../../aws/validation/check-output.ts';
import { iamContract } from '../../aws/contract/iam.gen.ts';
import type { IamOperationName, IamOperations } from '../../aws/contract/iam.types.gen.ts';
import { checkInput } from '../../aws/validation/validate.ts';
import { aesCipher, newKey } from '../../kernel/cipher.ts';
import { randomIds } from '../../kernel/ids.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { Store } from '../../store/store.ts';
import { createIam } from './index.ts';
import { operations } from './operations/index.ts';

const trust =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
const permissions =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
const scope = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const context = {
  ...scope,
  requestId: 'r',
  principalArn: rootArn(scope),
  signal: new AbortController().signal,
};

const { service } = createIam({
  store: new Store({ onListenerError: () => {} }),
  clock: new VirtualClock(),
  ids: randomIds,
  cipher: aesCipher(newKey()),
});
const called = new Set<string>();

/** A call that must succeed with what AWS's model says that it can answer. */
function succeed<Name extends IamOperationName>(
  operation: Name,
  input: IamOperations[Name]['input'],
): IamOperations[Name]['output'] {
  const checked = checkInput(iamContract, operation, input, service.validationError);
  const output = service.handle(operation, checked, context);
  expect(checkOutput(iamContract, operation, output), operation).toEqual([]);
  called.add(operation);
  return output as IamOperations[Name]['output'];
}

/** What there can be none of here. */
function refuse<Name extends IamOperationName>(
  operation: Name,
  input: IamOperations[Name]['input'],
  message: string,
): void {
  expect(() => service.handle(operation, input, context)).toThrow(
    expect.objectContaining({ code: 'NoSuchEntityException', message }),
  );
  called.add(operation);
}

test('every operation answers what its model says', () => {
  const Tags = [{ Key: 'a', Value: '1' }];
  const RoleName = 'app';
  const PolicyArn = 'arn:aws:iam::111122223333:policy/p/read';
  const InstanceProfileName = 'machine';
  succeed('CreatePolicy', { PolicyName: 'read', Path: '/p/', PolicyDocument: permissions, Tags });
  succeed('CreateRole', { RoleName, AssumeRolePolicyDocument: trust, PermissionsBoundary: PolicyArn, Tags });
  succeed('AttachRolePolicy', { RoleName, PolicyArn });
  succeed('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument: permissions });
  succeed('GetRole', { RoleName });
  succeed('ListRoles', {});
  succeed('ListRolePolicies', { RoleName });
  succeed('GetRolePolicy', { RoleName, PolicyName: 'own' });
  succeed('ListAttachedRolePolicies', { RoleName });
  succeed('ListEntitiesForPolicy', { PolicyArn, PolicyUsageFilter: 'PermissionsBoundary' });
  succeed('UpdateRole', { RoleName, Description: 'x' });
  succeed('UpdateRoleDescription', { RoleName, Description: 'y' });
  succeed('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: trust });
  succeed('TagRole', { RoleName, Tags });
  succeed('ListRoleTags', { RoleName });
  succeed('UntagRole', { RoleName, TagKeys: ['a'] });
  succeed('CreatePolicyVersion', { PolicyArn, PolicyDocument: permissions });
  succeed('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v2' });
  succeed('GetPolicyVersion', { PolicyArn, VersionId: 'v1' });
  succeed('ListPolicyVersions', { PolicyArn });
  succeed('DeletePolicyVersion', { PolicyArn, VersionId: 'v1' });
  succeed('GetPolicy', { PolicyArn });
  succeed('ListPolicies', {});
  succeed('TagPolicy', { PolicyArn, Tags });
  succeed('ListPolicyTags', { PolicyArn });
  succeed('UntagPolicy', { PolicyArn, TagKeys: ['a'] });
  succeed('CreateInstanceProfile', { InstanceProfileName, Tags });
  succeed('AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
  succeed('GetInstanceProfile', { InstanceProfileName });
  succeed('ListInstanceProfiles', {});
  succeed('ListInstanceProfilesForRole', { RoleName });
  succeed('TagInstanceProfile', { InstanceProfileName, Tags });
  succeed('ListInstanceProfileTags', { InstanceProfileName });
  succeed('UntagInstanceProfile', { InstanceProfileName, TagKeys: ['a'] });
  succeed('RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
  succeed('DeleteInstanceProfile', { InstanceProfileName });
  succeed('DeleteRolePermissionsBoundary', { RoleName });
  succeed('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: PolicyArn });
  succeed('DetachRolePolicy', { RoleName, PolicyArn });
  succeed('DeleteRolePolicy', { RoleName, PolicyName: 'own' });
  succeed('DeleteRole', { RoleName });
  succeed('DeletePolicy', { PolicyArn });
  succeed('CreateServiceLinkedRole', { AWSServiceName: 'ecs.amazonaws.com' });
  const UserName = 'ann';
  const GroupName = 'team';
  succeed('CreatePolicy', { PolicyName: 'read', PolicyDocument: permissions });
  const ReadArn = 'arn:aws:iam::111122223333:policy/read';
  succeed('CreateUser', { UserName, PermissionsBoundary: ReadArn, Tags });
  succeed('CreateGroup', { GroupName, Path: '/t/' });
  succeed('AddUserToGroup', { UserName, GroupName });
  succeed('GetGroup', { GroupName });
  succeed('ListGroupsForUser', { UserName });
  succeed('AttachUserPolicy', { UserName, PolicyArn: ReadArn });
  succeed('AttachGroupPolicy', { GroupName, PolicyArn: ReadArn });
  succeed('ListAttachedUserPolicies', { UserName });
  succeed('ListAttachedGroupPolicies', { GroupName });
  succeed('PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument: permissions });
  succeed('PutGroupPolicy', { GroupName, PolicyName: 'own', PolicyDocument: permissions });
  succeed('GetUserPolicy', { UserName, PolicyName: 'own' });
  succeed('GetGroupPolicy', { GroupName, PolicyName: 'own' });
  succeed('ListUserPolicies', { UserName });
  succeed('ListGroupPolicies', { GroupName });
  succeed('GetUser', { UserName });
  succeed('ListUsers', {});
  succeed('ListGroups', {});
  succeed('TagUser', { UserName, Tags });
  succeed('ListUserTags', { UserName });
  succeed('UntagUser', { UserName, TagKeys: ['a'] });
  succeed('ListMFADevices', { UserName });
  succeed('ListVirtualMFADevices', {});
  succeed('ListSSHPublicKeys', { UserName });
  succeed('ListSigningCertificates', { UserName });
  succeed('ListServiceSpecificCredentials', { UserName });
  succeed('ListServerCertificates', {});
  succeed('ListSAMLProviders', {});
  refuse('GetLoginProfile', { UserName }, 'Login Profile for User ann cannot be found.');
  refuse('DeleteLoginProfile', { UserName }, 'Login Profile for User ann cannot be found.');
  const noPolicy = 'The Password Policy with domain name 111122223333 cannot be found.';
  refuse('GetAccountPasswordPolicy', {}, noPolicy);
  const { AccessKey } = succeed('CreateAccessKey', { UserName });
  const { AccessKeyId } = AccessKey;
  succeed('ListAccessKeys', { UserName });
  succeed('GetAccessKeyLastUsed', { AccessKeyId });
  succeed('UpdateAccessKey', { UserName, AccessKeyId, Status: 'Inactive' });
  succeed('GetAccountAuthorizationDetails', {});
  succeed('GetAccountSummary', {});
  const PolicySourceArn = 'arn:aws:iam::111122223333:user/ann';
  const ActionNames = ['s3:GetObject', 'ecs:RunTask'];
  succeed('SimulatePrincipalPolicy', { PolicySourceArn, ActionNames });
  succeed('SimulateCustomPolicy', { PolicyInputList: [permissions], ActionNames });
  succeed('GetContextKeysForPrincipalPolicy', { PolicySourceArn });
  succeed('GetContextKeysForCustomPolicy', { PolicyInputList: [permissions] });
  succeed('DeleteAccessKey', { UserName, AccessKeyId });
  succeed('DeleteUserPermissionsBoundary', { UserName });
  succeed('PutUserPermissionsBoundary', { UserName, PermissionsBoundary: ReadArn });
  succeed('UpdateUser', { UserName, NewUserName: 'bob' });
  succeed('UpdateGroup', { GroupName, NewPath: '/' });
  succeed('RemoveUserFromGroup', { UserName: 'bob', GroupName });
  succeed('DetachUserPolicy', { UserName: 'bob', PolicyArn: ReadArn });
  succeed('DetachGroupPolicy', { GroupName, PolicyArn: ReadArn });
  succeed('DeleteUserPolicy', { UserName: 'bob', PolicyName: 'own' });
  succeed('DeleteGroupPolicy', { GroupName, PolicyName: 'own' });
  succeed('DeleteUser', { UserName: 'bob' });
  succeed('DeleteGroup', { GroupName });
  succeed('CreateAccountAlias', { AccountAlias: 'mine' });
  succeed('ListAccountAliases', {});
  succeed('DeleteAccountAlias', { AccountAlias: 'mine' });
  const Url = 'https://token.example.com';
  succeed('CreateOpenIDConnectProvider', { Url, ClientIDList: ['sts'], Tags });
  const OpenIDConnectProviderArn = 'arn:aws:iam::111122223333:oidc-provider/token.example.com';
  succeed('AddClientIDToOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID: 'two' });
  succeed('RemoveClientIDFromOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID: 'two' });
  const ThumbprintList = ['990f4193972f2becf12ddeda5237f9c952f20d9e'];
  succeed('UpdateOpenIDConnectProviderThumbprint', { OpenIDConnectProviderArn, ThumbprintList });
  succeed('GetOpenIDConnectProvider', { OpenIDConnectProviderArn });
  succeed('ListOpenIDConnectProviders', {});
  succeed('TagOpenIDConnectProvider', { OpenIDConnectProviderArn, Tags });
  succeed('ListOpenIDConnectProviderTags', { OpenIDConnectProviderArn });
  succeed('UntagOpenIDConnectProvider', { OpenIDConnectProviderArn, TagKeys: ['a'] });
  succeed('DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn });
  const { DeletionTaskId } = succeed('DeleteServiceLinkedRole', { RoleName: 'AWSServiceRoleForECS' });
  succeed('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId });
  expect([...called].sort()).toEqual(Object.keys(operations).sort());
});
