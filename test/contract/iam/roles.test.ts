import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  paginateListRoles,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const EXECUTION = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const create = (RoleName: string, more: object = {}): Promise<unknown> =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }));

test('a role as it is made, changed and told', async () => {
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'app',
      Path: '/team/',
      Description: 'of the app',
      AssumeRolePolicyDocument: trust,
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'a', Value: '1' }],
    }),
  );
  expect(Role).toEqual({
    Path: '/team/',
    RoleName: 'app',
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    Arn: 'arn:aws:iam::111122223333:role/team/app',
    CreateDate: expect.any(Date),
    AssumeRolePolicyDocument: encodeURIComponent(trust),
    Description: 'of the app',
    MaxSessionDuration: 7200,
    Tags: [{ Key: 'a', Value: '1' }],
  });
  expect((await iam.send(new GetRoleCommand({ RoleName: 'app' }))).Role).toEqual({
    ...Role,
    RoleLastUsed: {},
  });
  await iam.send(new UpdateRoleCommand({ RoleName: 'app', MaxSessionDuration: 3600 }));
  const changed = await iam.send(new UpdateRoleDescriptionCommand({ RoleName: 'app', Description: 'new' }));
  expect(changed.Role).toMatchObject({ MaxSessionDuration: 3600, Description: 'new' });
  const other = trust.replace('ecs-tasks', 'ec2');
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'app', PolicyDocument: other }));
  const { Role: read } = await iam.send(new GetRoleCommand({ RoleName: 'app' }));
  expect(decodeURIComponent(read?.AssumeRolePolicyDocument ?? '')).toBe(other);
});

test('ListRoles gives every role once, page by page, below a path', async () => {
  const names = Array.from({ length: 7 }, (_, index) => `paged-${index}`);
  for (const name of names) await create(name, { Path: '/paged/' });
  const pages: string[][] = [];
  for await (const { Roles } of paginateListRoles({ client: iam, pageSize: 3 }, { PathPrefix: '/paged/' })) {
    pages.push(Roles?.map(({ RoleName = '' }) => RoleName) ?? []);
  }
  expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
  expect(pages.flat()).toEqual(names);
});

test('inline and managed policies keep a role from being deleted', async () => {
  const RoleName = 'busy';
  await create(RoleName);
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: permissions }));
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(attached.AttachedPolicies).toEqual([
    { PolicyName: 'AmazonECSTaskExecutionRolePolicy', PolicyArn: EXECUTION },
  ]);
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['own']);
  expect(await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'own' }))).toMatchObject({
    RoleName,
    PolicyName: 'own',
    PolicyDocument: encodeURIComponent(permissions).replaceAll('*', '%2A'),
  });

  const remove = (): Promise<unknown> => iam.send(new DeleteRoleCommand({ RoleName }));
  const conflict = (message: string): object => ({ name: 'DeleteConflictException', message, status: 409 });
  expect(await refusal(remove())).toEqual(conflict('Cannot delete entity, must detach all policies first.'));
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION }));
  expect(await refusal(remove())).toEqual(conflict('Cannot delete entity, must delete policies first.'));
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'own' }));
  await remove();
  expect(await refusal(iam.send(new GetRoleCommand({ RoleName })))).toMatchObject({ status: 404 });
});

test('tags, and a permissions boundary', async () => {
  const RoleName = 'tagged';
  await create(RoleName, { Tags: [{ Key: 'a', Value: '1' }] });
  const Tags = [
    { Key: 'A', Value: '2' },
    { Key: 'b', Value: '' },
  ];
  await iam.send(new TagRoleCommand({ RoleName, Tags }));
  expect((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual(Tags);
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a'] }));
  expect((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([{ Key: 'b', Value: '' }]);

  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'edge', PolicyDocument: permissions }),
  );
  const PermissionsBoundary = Policy?.Arn ?? '';
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
  await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
  const { Role: free } = await iam.send(new GetRoleCommand({ RoleName }));
  expect(free?.PermissionsBoundary).toBeUndefined();
});

describe('refusals', () => {
  beforeAll(() => create('present'));

  test.each([
    [
      'a role that is not there',
      new GetRoleCommand({ RoleName: 'nobody' }),
      'NoSuchEntityException',
      'The role with name nobody cannot be found.',
      404,
    ],
    [
      'a name that is taken, whatever its case',
      new CreateRoleCommand({ RoleName: 'PRESENT', AssumeRolePolicyDocument: trust }),
      'EntityAlreadyExistsException',
      'Role with name PRESENT already exists.',
      409,
    ],
    [
      'a trust policy that is no JSON',
      new CreateRoleCommand({ RoleName: 'x', AssumeRolePolicyDocument: '{' }),
      'MalformedPolicyDocumentException',
      'This policy contains invalid Json',
      400,
    ],
    [
      'a trust policy with a resource',
      new CreateRoleCommand({ RoleName: 'x', AssumeRolePolicyDocument: permissions }),
      'MalformedPolicyDocumentException',
      'Has prohibited field Resource',
      400,
    ],
    [
      'permissions with a principal',
      new PutRolePolicyCommand({ RoleName: 'present', PolicyName: 'x', PolicyDocument: trust }),
      'MalformedPolicyDocumentException',
      'Policy document should not specify a principal.',
      400,
    ],
    [
      'a policy that is not there',
      new AttachRolePolicyCommand({ RoleName: 'present', PolicyArn: 'arn:aws:iam::aws:policy/Nothing' }),
      'NoSuchEntityException',
      'Policy arn:aws:iam::aws:policy/Nothing does not exist or is not attachable.',
      404,
    ],
    [
      'detaching what is not attached',
      new DetachRolePolicyCommand({ RoleName: 'present', PolicyArn: EXECUTION }),
      'NoSuchEntityException',
      `Policy ${EXECUTION} was not found.`,
      404,
    ],
    [
      'an inline policy that is not there',
      new GetRolePolicyCommand({ RoleName: 'present', PolicyName: 'x' }),
      'NoSuchEntityException',
      'The role policy with name x cannot be found.',
      404,
    ],
    [
      'what the model forbids',
      new CreateRoleCommand({ RoleName: 'a b', AssumeRolePolicyDocument: trust, MaxSessionDuration: 60 }),
      'ValidationError',
      "2 validation errors detected: Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+; Value '60' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600",
      400,
    ],
  ])('%s', async (_, command, name, message, status) => {
    expect(await refusal(iam.send(command as GetRoleCommand))).toEqual({ name, message, status });
  });

  test('accounts are kept apart', async () => {
    const other = new IAMClient(clientOptions(longshore, '999988887777'));
    expect(await refusal(other.send(new GetRoleCommand({ RoleName: 'present' })))).toMatchObject({
      status: 404,
    });
  });
});
