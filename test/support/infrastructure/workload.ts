import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  PutLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Clients, given } from './clients.ts';

/** What the ECS module makes beside the network. */
export interface Workload {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly logGroup: string;
}

const [executionRole, taskRole] = ['module-execution', 'module-task'];
const managedPolicy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const logGroup = '/ecs/module';
const repository = 'module/app';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'ECSTasksAssumeRole',
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
});
const permissions = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::module/*' }],
});

/** Roles, log group, repository, cluster and task definition, each read again as Terraform's provider does. */
export async function createWorkload(clients: Clients, image: string): Promise<Workload> {
  const { ecr, ecs, logs, sts } = clients;
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  const execution = await createRole(clients, executionRole);
  const task = await createRole(clients, taskRole);
  await clients.iam.send(new AttachRolePolicyCommand({ RoleName: executionRole, PolicyArn: managedPolicy }));
  await clients.iam.send(
    new PutRolePolicyCommand({ RoleName: taskRole, PolicyName: 'own', PolicyDocument: permissions }),
  );
  await clients.iam.send(new GetRolePolicyCommand({ RoleName: taskRole, PolicyName: 'own' }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: logGroup, tags: { Environment: 'test' } }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: logGroup, retentionInDays: 7 }));
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroup }));
  const resourceArn = given(logGroups?.[0]?.logGroupArn, 'log group');
  await logs.send(new ListTagsForResourceCommand({ resourceArn }));
  await ecr.send(new CreateRepositoryCommand({ repositoryName: repository }));
  await ecr.send(
    new PutLifecyclePolicyCommand({ repositoryName: repository, lifecyclePolicyText: lifecycle }),
  );
  await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repository] }));
  const { cluster } = await ecs.send(
    new CreateClusterCommand({
      clusterName: 'module',
      settings: [{ name: 'containerInsights', value: 'disabled' }],
      tags: [{ key: 'Environment', value: 'test' }],
    }),
  );
  const clusterArn = given(cluster?.clusterArn, 'cluster');
  await ecs.send(new DescribeClustersCommand({ clusters: [clusterArn], include: ['TAGS', 'SETTINGS'] }));
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'module',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: execution,
      taskRoleArn: task,
      containerDefinitions: [
        {
          name: 'app',
          image,
          command: ['sh', '-c', 'echo ready; trap "exit 0" TERM; while :; do sleep 60 & wait $!; done'],
          portMappings: [{ containerPort: 8080 }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': logGroup,
              'awslogs-region': 'us-east-1',
              'awslogs-stream-prefix': 'app',
            },
          },
        },
      ],
      tags: [{ key: 'Account', value: given(Account, 'account') }],
    }),
  );
  const arn = given(taskDefinition?.taskDefinitionArn, 'task definition');
  await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ['TAGS'] }));
  return { cluster: clusterArn, taskDefinition: arn, logGroup };
}

const lifecycle = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 },
      action: { type: 'expire' },
    },
  ],
});

async function createRole({ iam }: Clients, RoleName: string): Promise<string> {
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: trust,
      Tags: [{ Key: 'Environment', Value: 'test' }],
    }),
  );
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  await iam.send(new ListRolePoliciesCommand({ RoleName }));
  await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  return given(Role?.Arn, 'role');
}

/** In Terraform's order of destruction. */
export async function destroyWorkload({ ecr, ecs, iam, logs }: Clients, workload: Workload): Promise<void> {
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: workload.taskDefinition }));
  await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [workload.taskDefinition] }));
  await ecs.send(new DeleteClusterCommand({ cluster: workload.cluster }));
  await ecr.send(new DeleteRepositoryCommand({ repositoryName: repository, force: true }));
  await logs.send(new DeleteLogGroupCommand({ logGroupName: logGroup }));
  await iam.send(new DeleteRolePolicyCommand({ RoleName: taskRole, PolicyName: 'own' }));
  await iam.send(new DetachRolePolicyCommand({ RoleName: executionRole, PolicyArn: managedPolicy }));
  for (const RoleName of [taskRole, executionRole]) {
    await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  }
}
