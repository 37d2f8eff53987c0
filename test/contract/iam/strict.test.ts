import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  ECSClient,
  ListClustersCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { PutEventsCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  CreatePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOptions, type ClientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { account, allow, assume, document, makeRole, trusting } from './caller.ts';

let longshore: TestLongshore;
let root: ClientOptions;

beforeAll(async () => {
  longshore = await startTestLongshore({ iam: 'strict' });
  root = clientOptions(longshore);
  const ecs = new ECSClient(root);
  for (const clusterName of ['dev', 'prod']) await ecs.send(new CreateClusterCommand({ clusterName }));
  await makeRole(longshore, 'app', [], trusting({ Service: 'ecs-tasks.amazonaws.com' }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'web',
      taskRoleArn: `arn:aws:iam::${account}:role/app`,
      containerDefinitions: [{ name: 'web', image: 'x', memory: 64 }],
    }),
  );
});
afterAll(() => longshore[Symbol.asyncDispose]());

const arnOf = (what: string): string => `arn:aws:ecs:us-east-1:${account}:${what}`;
const passing = (role: string, more = {}) =>
  allow('iam:PassRole', `arn:aws:iam::${account}:role/${role}`, more);
const as = async (name: string, permissions: Parameters<typeof makeRole>[2]): Promise<ClientOptions> =>
  assume(longshore, await makeRole(longshore, name, permissions));
const denied = (
  who: string,
  action: string,
  on: string,
  why = `because no identity-based policy allows the ${action} action`,
) =>
  `User: arn:aws:sts::${account}:assumed-role/${who}/me is not authorized to perform: ${action}${on} ${why}`;

describe('the caller of ECS', () => {
  test('may only what his role allows', async () => {
    const ecs = new ECSClient(await as('lister', [allow('ecs:List*')]));
    expect((await ecs.send(new ListClustersCommand({}))).clusterArns).toContain(arnOf('cluster/dev'));
    expect(await refusal(ecs.send(new CreateClusterCommand({ clusterName: 'mine' })))).toEqual({
      name: 'AccessDeniedException',
      message: denied('lister', 'ecs:CreateCluster', ` on resource: ${arnOf('cluster/mine')}`),
      status: 403,
    });
  });

  test('may run tasks in one cluster, of one family, and pass one role', async () => {
    const inDev = { Condition: { ArnEquals: { 'ecs:cluster': arnOf('cluster/dev') } } };
    const ecs = new ECSClient(
      await as('runner', [
        allow('ecs:RunTask', arnOf('task-definition/web:*'), inDev),
        allow('ecs:TagResource', '*', { Condition: { StringEquals: { 'ecs:CreateAction': 'RunTask' } } }),
        passing('app', { Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } }),
        allow('ecs:StopTask', '*', { Condition: { StringEquals: { 'ecs:ResourceTag/team': 'a' } } }),
      ]),
    );
    const run = (cluster: string, more = {}) =>
      ecs.send(new RunTaskCommand({ cluster, taskDefinition: 'web', launchType: 'EC2', ...more }));
    const [tagged] = (await run('dev', { tags: [{ key: 'team', value: 'a' }] })).tasks ?? [];
    const [plain] = (await run('dev')).tasks ?? [];
    expect(await refusal(run('prod'))).toMatchObject({
      message: denied('runner', 'ecs:RunTask', ` on resource: ${arnOf('task-definition/web:1')}`),
    });
    const other = { overrides: { taskRoleArn: `arn:aws:iam::${account}:role/admin` } };
    expect(await refusal(run('dev', other))).toEqual({
      name: 'AccessDeniedException',
      message: denied('runner', 'iam:PassRole', ` on resource: arn:aws:iam::${account}:role/admin`),
      status: 403,
    });
    const stop = (task: string | undefined) => ecs.send(new StopTaskCommand({ cluster: 'dev', task }));
    await stop(tagged?.taskArn);
    expect(await refusal(stop(plain?.taskArn))).toMatchObject({
      message: denied('runner', 'ecs:StopTask', ` on resource: ${plain?.taskArn}`),
    });
  });

  test('passes no role of another account, be he its root or not', async () => {
    const ecs = new ECSClient(root);
    const run = new RunTaskCommand({
      cluster: 'dev',
      taskDefinition: 'web',
      launchType: 'EC2',
      overrides: { taskRoleArn: 'arn:aws:iam::444455556666:role/theirs' },
    });
    expect(await refusal(ecs.send(run))).toEqual({
      name: 'AccessDeniedException',
      message: 'Cross-account pass role is not allowed.',
      status: 403,
    });
  });

  test('lists the tasks of a cluster by a condition, as they are on no one instance', async () => {
    const inDev = { Condition: { ArnEquals: { 'ecs:cluster': arnOf('cluster/dev') } } };
    const ecs = new ECSClient(await as('tasklister', [allow('ecs:ListTasks', '*', inDev)]));
    await ecs.send(new ListTasksCommand({ cluster: 'dev' }));
    expect(await refusal(ecs.send(new ListTasksCommand({ cluster: 'prod' })))).toMatchObject({
      message: denied('tasklister', 'ecs:ListTasks', ' on resource: *'),
    });
  });

  test('gives tasks only roles that trust them', async () => {
    const role = await makeRole(longshore, 'distrustful', []);
    const ecs = new ECSClient(root);
    const run = new RunTaskCommand({
      cluster: 'dev',
      taskDefinition: 'web',
      launchType: 'EC2',
      overrides: { taskRoleArn: role },
    });
    expect(await refusal(ecs.send(run))).toEqual({
      name: 'ClientException',
      message:
        `ECS was unable to assume the role '${role}' that was provided for this task. Please verify that the role ` +
        'being passed has the proper trust relationship and permissions and that your IAM user has permissions to ' +
        'pass this role.',
      status: 400,
    });
  });

  test('gives tasks roles whose trust is bound to ECS in this account and region, as its guide has it', async () => {
    const bound = (region: string, source: string): string =>
      trusting(
        { Service: 'ecs-tasks.amazonaws.com' },
        {
          Condition: {
            ArnLike: { 'aws:SourceArn': `arn:aws:ecs:${region}:${account}:*` },
            StringEquals: { 'aws:SourceAccount': source },
          },
        },
      );
    const ecs = new ECSClient(root);
    const runAs = (taskRoleArn: string) =>
      ecs.send(
        new RunTaskCommand({
          cluster: 'dev',
          taskDefinition: 'web',
          launchType: 'EC2',
          overrides: { taskRoleArn },
        }),
      );
    const { tasks } = await runAs(await makeRole(longshore, 'bound', [], bound('us-east-1', account)));
    expect(tasks).toHaveLength(1);
    for (const [name, trust] of [
      ['region', bound('eu-west-1', account)],
      ['account', bound('us-east-1', '444455556666')],
    ] as const) {
      const started = runAs(await makeRole(longshore, name, [], trust));
      expect(await refusal(started)).toMatchObject({
        name: 'ClientException',
      });
    }
  });

  test('must give the tags that a policy asks for', async () => {
    const withTeam = { Condition: { StringLike: { 'aws:RequestTag/team': '?*' } } };
    const ecs = new ECSClient(
      await as('tagger', [allow(['ecs:CreateCluster', 'ecs:TagResource'], '*', withTeam)]),
    );
    const create = (clusterName: string, tags: { key: string; value: string }[]) =>
      ecs.send(new CreateClusterCommand({ clusterName, tags }));
    await create('with-team', [{ key: 'team', value: 'a' }]);
    expect(await refusal(create('without', []))).toMatchObject({ name: 'AccessDeniedException' });
  });

  test('passes roles when he registers a task definition', async () => {
    const ecs = new ECSClient(await as('registrar', [allow('ecs:RegisterTaskDefinition')]));
    const register = (executionRoleArn?: string) =>
      ecs.send(
        new RegisterTaskDefinitionCommand({
          family: 'other',
          ...(executionRoleArn !== undefined && { executionRoleArn }),
          containerDefinitions: [{ name: 'web', image: 'x', memory: 64 }],
        }),
      );
    await register();
    const role = `arn:aws:iam::${account}:role/app`;
    expect(await refusal(register(role))).toMatchObject({
      message: denied('registrar', 'iam:PassRole', ` on resource: ${role}`),
    });
  });

  test('is bounded, limited by his session, and denied what is denied', async () => {
    const iam = new IAMClient(root);
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'bound', PolicyDocument: document(allow('ecs:List*')) }),
    );
    const arn = await makeRole(longshore, 'bounded', [
      allow('*'),
      { Effect: 'Deny', Action: 'ecs:ListTasks', Resource: '*' },
    ]);
    const PermissionsBoundary = Policy?.Arn;
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'bounded', PermissionsBoundary }));
    const ecs = new ECSClient(await assume(longshore, arn));
    await ecs.send(new ListClustersCommand({}));
    const create = new CreateClusterCommand({ clusterName: 'x' });
    expect(await refusal(ecs.send(create))).toMatchObject({
      message: denied(
        'bounded',
        'ecs:CreateCluster',
        ` on resource: ${arnOf('cluster/x')}`,
        'because no permissions boundary allows the ecs:CreateCluster action',
      ),
    });
    expect(await refusal(ecs.send(new ListTasksCommand({ cluster: 'dev' })))).toMatchObject({
      message: denied(
        'bounded',
        'ecs:ListTasks',
        ` on resource: *`,
        'with an explicit deny in an identity-based policy',
      ),
    });
    const limited = new ECSClient(await assume(longshore, arn, { Policy: document(allow('s3:*')) }));
    expect(await refusal(limited.send(new ListClustersCommand({})))).toMatchObject({
      message: denied(
        'bounded',
        'ecs:ListClusters',
        ' on resource: *',
        'because no session policy allows the ecs:ListClusters action',
      ),
    });
  });
});

describe('other services', () => {
  test('the policy of a secret grants to those that it names', async () => {
    const secrets = new SecretsManagerClient(root);
    const { ARN: SecretId } = await secrets.send(new CreateSecretCommand({ Name: 'db', SecretString: 'x' }));
    const reader = await makeRole(longshore, 'reader', []);
    const client = new SecretsManagerClient(await assume(longshore, reader));
    expect(await refusal(client.send(new GetSecretValueCommand({ SecretId })))).toEqual({
      name: 'AccessDeniedException',
      message: denied('reader', 'secretsmanager:GetSecretValue', ` on resource: ${SecretId}`),
      status: 400,
    });
    const ResourcePolicy = document({
      ...allow('secretsmanager:GetSecretValue'),
      Principal: { AWS: reader },
    });
    await secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
    expect((await client.send(new GetSecretValueCommand({ SecretId }))).SecretString).toBe('x');
  });

  test('each refuses in its own protocol and words', async () => {
    await new S3Client({ ...root, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await new SSMClient(root).send(new PutParameterCommand({ Name: '/a/b', Value: 'x', Type: 'String' }));
    const none = await as('nobody', []);
    const s3 = new S3Client({ ...none, forcePathStyle: true });
    const logs = new CloudWatchLogsClient(none);
    expect(await refusal(s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' })))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('assumed-role/nobody/me is not authorized to perform: s3:GetObject'),
      status: 403,
    });
    expect(await refusal(s3.send(new ListBucketsCommand({})))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
    });
    expect(await refusal(new IAMClient(none).send(new GetRoleCommand({ RoleName: 'nobody' })))).toEqual({
      name: 'AccessDenied',
      message: denied('nobody', 'iam:GetRole', ' on resource: role nobody'),
      status: 403,
    });
    const group = `arn:aws:logs:us-east-1:${account}:log-group:`;
    const texts: readonly (readonly [Promise<unknown>, string, string])[] = [
      [
        new SSMClient(none).send(new GetParameterCommand({ Name: '/a/b' })),
        'ssm:GetParameter',
        `arn:aws:ssm:us-east-1:${account}:parameter/a/b`,
      ],
      [
        logs.send(new CreateLogGroupCommand({ logGroupName: '/ecs/x' })),
        'logs:CreateLogGroup',
        `${group}/ecs/x:log-stream:`,
      ],
      [logs.send(new DescribeLogGroupsCommand({})), 'logs:DescribeLogGroups', `${group}:log-stream:`],
      [
        new ECRClient(none).send(new CreateRepositoryCommand({ repositoryName: 'app' })),
        'ecr:CreateRepository',
        `arn:aws:ecr:us-east-1:${account}:repository/app`,
      ],
      [new ECRClient(none).send(new GetAuthorizationTokenCommand({})), 'ecr:GetAuthorizationToken', '*'],
      [
        new EventBridgeClient(none).send(
          new PutEventsCommand({ Entries: [{ Source: 's', DetailType: 't', Detail: '{}' }] }),
        ),
        'events:PutEvents',
        `arn:aws:events:us-east-1:${account}:event-bus/default`,
      ],
    ];
    for (const [call, action, resource] of texts) {
      expect(await refusal(call)).toEqual({
        name: 'AccessDeniedException',
        message: denied('nobody', action, ` on resource: ${resource}`),
        status: 400,
      });
    }
    expect(await new STSClient(none).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: account,
    });
  });
});

describe('assuming a role', () => {
  const sts = (options: ClientOptions): STSClient => new STSClient(options);
  const refusedText = (who: string, role: string): string =>
    `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${role}`;

  test('takes the role’s trust, and its conditions', async () => {
    const trust = trusting({ AWS: account }, { Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } });
    const arn = await makeRole(longshore, 'external', [], trust);
    const ask = (ExternalId?: string) =>
      sts(root).send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'me', ExternalId }));
    await ask('secret');
    expect(await refusal(ask())).toEqual({
      name: 'AccessDenied',
      message: refusedText(`arn:aws:iam::${account}:root`, arn),
      status: 403,
    });
    const tasks = await makeRole(longshore, 'tasks', [], trusting({ Service: 'ecs-tasks.amazonaws.com' }));
    expect(await refusal(assume(longshore, tasks))).toMatchObject({ name: 'AccessDenied' });
    const missing = `arn:aws:iam::${account}:role/missing`;
    expect(await refusal(assume(longshore, missing))).toMatchObject({ name: 'AccessDenied' });
  });

  test('from another account takes both sides', async () => {
    const arn = await makeRole(longshore, 'visited', [], trusting({ AWS: '444455556666' }));
    const stranger = clientOptions(longshore, '444455556666');
    await assume(longshore, arn, {}, stranger);
    expect(await refusal(assume(longshore, arn, {}, clientOptions(longshore, '777788889999')))).toMatchObject(
      {
        message: refusedText('arn:aws:iam::777788889999:root', arn),
      },
    );
  });

  test('with tags, which policies see and which can go on', async () => {
    const ofTeam = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } };
    const second = await makeRole(longshore, 'second', [allow('ecs:ListClusters', '*', ofTeam)]);
    const first = await makeRole(longshore, 'first', [allow('sts:*')]);
    const Tags = [{ Key: 'team', Value: 'a' }];
    const list = async (options: ClientOptions) => new ECSClient(options).send(new ListClustersCommand({}));
    const chained = async (TransitiveTagKeys: string[]) =>
      assume(longshore, second, {}, await assume(longshore, first, { Tags, TransitiveTagKeys }));
    await list(await chained(['team']));
    expect(await refusal(chained([]).then(list))).toMatchObject({ name: 'AccessDeniedException' });
  });

  test('with a token takes a trust in its provider, and what it says', async () => {
    const provider = `arn:aws:iam::${account}:oidc-provider/token.example.com`;
    const ofRepository = { StringLike: { 'token.example.com:sub': 'repo:me/*' } };
    const arn = await makeRole(
      longshore,
      'guest',
      [
        allow('ecs:ListClusters', '*', {
          Condition: { StringEquals: { 'aws:FederatedProvider': provider } },
        }),
      ],
      document({
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { ...ofRepository, StringEquals: { 'token.example.com:aud': 'sts.amazonaws.com' } },
      }),
    );
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const ask = async (sub: string) => {
      const claims = { iss: 'https://token.example.com', aud: 'sts.amazonaws.com', exp: 4e9, sub };
      const WebIdentityToken = `${part({ alg: 'none' })}.${part(claims)}.${part({})}`;
      const request = { RoleArn: arn, RoleSessionName: 'me', WebIdentityToken };
      return sts(root).send(new AssumeRoleWithWebIdentityCommand(request));
    };
    const { Credentials } = await ask('repo:me/app');
    const guest = clientOptions(longshore, Credentials?.AccessKeyId, Credentials?.SessionToken);
    await new ECSClient(guest).send(new ListClustersCommand({}));
    expect(await refusal(ask('repo:you/app'))).toMatchObject({
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    });
  });
});
