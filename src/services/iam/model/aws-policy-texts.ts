/** What an AWS-managed policy grants. Statements are kept as they are told; none is evaluated here. */
export interface AwsPolicyText {
  readonly name: string;
  readonly path: string;
  readonly statements: readonly object[];
}

const allow = (actions: string | readonly string[], resource: string | readonly string[] = '*'): object => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
});

const pull = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchGetImage',
];
const readImages = [
  ...pull.slice(0, 3),
  'ecr:GetRepositoryPolicy',
  'ecr:DescribeRepositories',
  'ecr:ListImages',
  'ecr:DescribeImages',
  'ecr:BatchGetImage',
  'ecr:GetLifecyclePolicy',
  'ecr:GetLifecyclePolicyPreview',
  'ecr:ListTagsForResource',
  'ecr:DescribeImageScanFindings',
];

export const awsPolicyTexts: readonly AwsPolicyText[] = [
  {
    name: 'AmazonECSTaskExecutionRolePolicy',
    path: '/service-role/',
    statements: [allow([...pull, 'logs:CreateLogStream', 'logs:PutLogEvents'])],
  },
  {
    name: 'AmazonEC2ContainerServiceforEC2Role',
    path: '/service-role/',
    statements: [
      allow([
        'ec2:DescribeTags',
        'ecs:CreateCluster',
        'ecs:DeregisterContainerInstance',
        'ecs:DiscoverPollEndpoint',
        'ecs:Poll',
        'ecs:RegisterContainerInstance',
        'ecs:StartTelemetrySession',
        'ecs:UpdateContainerInstancesState',
        'ecs:Submit*',
        ...pull,
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ]),
      {
        Effect: 'Allow',
        Action: 'ecs:TagResource',
        Resource: '*',
        Condition: {
          StringEquals: { 'ecs:CreateAction': ['CreateCluster', 'RegisterContainerInstance'] },
        },
      },
    ],
  },
  {
    name: 'AmazonEC2ContainerServiceEventsRole',
    path: '/service-role/',
    statements: [
      allow(['ecs:RunTask']),
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: ['*'],
        Condition: { StringLike: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
      {
        Effect: 'Allow',
        Action: 'ecs:TagResource',
        Resource: '*',
        Condition: { StringEquals: { 'ecs:CreateAction': ['RunTask'] } },
      },
    ],
  },
  {
    name: 'AmazonEC2ContainerServiceRole',
    path: '/service-role/',
    statements: [
      allow([
        'ec2:AuthorizeSecurityGroupIngress',
        'ec2:Describe*',
        'elasticloadbalancing:DeregisterInstancesFromLoadBalancer',
        'elasticloadbalancing:DeregisterTargets',
        'elasticloadbalancing:Describe*',
        'elasticloadbalancing:RegisterInstancesWithLoadBalancer',
        'elasticloadbalancing:RegisterTargets',
      ]),
    ],
  },
  {
    name: 'AmazonEC2ContainerServiceAutoscaleRole',
    path: '/service-role/',
    statements: [
      allow(['ecs:DescribeServices', 'ecs:UpdateService']),
      allow(['cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm']),
    ],
  },
  { name: 'AmazonEC2ContainerRegistryReadOnly', path: '/', statements: [allow(readImages)] },
  {
    name: 'AmazonEC2ContainerRegistryPowerUser',
    path: '/',
    statements: [
      allow([
        ...readImages,
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:PutImage',
      ]),
    ],
  },
  {
    name: 'CloudWatchLogsFullAccess',
    path: '/',
    statements: [allow(['logs:*', 'cloudwatch:GenerateQuery'])],
  },
  {
    name: 'AmazonS3ReadOnlyAccess',
    path: '/',
    statements: [
      allow(['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*']),
    ],
  },
  { name: 'AmazonS3FullAccess', path: '/', statements: [allow(['s3:*', 's3-object-lambda:*'])] },
  {
    name: 'AmazonSSMReadOnlyAccess',
    path: '/',
    statements: [allow(['ssm:Describe*', 'ssm:Get*', 'ssm:List*'])],
  },
  {
    name: 'AWSXRayDaemonWriteAccess',
    path: '/',
    statements: [
      allow([
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:GetSamplingStatisticSummaries',
      ]),
    ],
  },
  { name: 'AmazonSQSFullAccess', path: '/', statements: [allow(['sqs:*'])] },
  { name: 'AdministratorAccess', path: '/', statements: [allow('*')] },
];
