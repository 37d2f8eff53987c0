import { partitionOf } from '../aws/arn.ts';

/**
 * Services by the name in their signatures, which is the name in `--upstream`, and by the other names under
 * which they go.
 */

/** Names that AWS's CLI has and signatures have not. */
const ALIASES: Readonly<Record<string, string>> = {
  apigatewayv2: 'apigateway',
  cloudmap: 'servicediscovery',
  cloudwatch: 'monitoring',
  cloudwatchlogs: 'logs',
  ddb: 'dynamodb',
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  eventbridge: 'events',
  efs: 'elasticfilesystem',
  opensearch: 'es',
  s3api: 's3',
  sesv2: 'ses',
  sfn: 'states',
  stepfunctions: 'states',
};

/** What stands before the dot in `X-Amz-Target`, and in the path of rpc-v2-cbor. */
const TARGETS: Readonly<Record<string, string>> = {
  AWSEvents: 'events',
  AWSKMS: 'kms',
  AWSStepFunctions: 'states',
  AWSGlue: 'glue',
  AWSHawksNestServiceVersion: 'servicecatalog',
  AmazonAthena: 'athena',
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  AmazonEC2ContainerServiceV20141113: 'ecs',
  AmazonSNS: 'sns',
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  AnyScaleFrontendService: 'application-autoscaling',
  AWSCognitoIdentityProviderService: 'cognito-idp',
  AWSCognitoIdentityService: 'cognito-identity',
  CertificateManager: 'acm',
  CloudTrail_20131101: 'cloudtrail',
  CodeBuild_20161006: 'codebuild',
  CodeDeploy_20141006: 'codedeploy',
  DynamoDBStreams_20120810: 'dynamodb',
  DynamoDB_20120810: 'dynamodb',
  Firehose_20150804: 'firehose',
  GraniteServiceVersion20100801: 'monitoring',
  Kinesis_20131202: 'kinesis',
  Logs_20140328: 'logs',
  ResourceGroupsTaggingAPI_20170126: 'tagging',
  Route53AutoNaming_v20170314: 'servicediscovery',
  StarlingDoveService: 'config',
  TrentService: 'kms',
  secretsmanager: 'secretsmanager',
};

/** Where an endpoint's name is not the one in signatures. */
const HOSTS: Readonly<Record<string, string>> = {
  'api.ecr': 'ecr',
  email: 'ses',
  queue: 'sqs',
  'streams.dynamodb': 'dynamodb',
};

const KNOWN: ReadonlySet<string> = new Set([
  ...Object.values(ALIASES),
  ...Object.values(TARGETS),
  ...Object.values(HOSTS),
  ...'autoscaling batch cloudformation cloudfront ec2 iam lambda rds route53 s3 scheduler sts xray'.split(
    ' ',
  ),
]);

/** The name that signatures have; others stay as they are. */
export function signingNameOf(name: string): string {
  const lower = name.toLowerCase();
  if (/^s3(?:express|-outposts|-object-lambda)$/.test(lower)) return 's3';
  return Object.hasOwn(ALIASES, lower) ? (ALIASES[lower] ?? lower) : lower;
}

/** `undefined` for a target that no service that we know of has. */
export function serviceOfTarget(prefix: string): string | undefined {
  return Object.hasOwn(TARGETS, prefix) ? TARGETS[prefix] : undefined;
}

/** Of a host's first labels, without what stands for the region and AWS: `api.ecr`, `sqs`, `bucket.s3`. */
export function serviceOfHost(labels: string): string | undefined {
  if (Object.hasOwn(HOSTS, labels)) return HOSTS[labels];
  if (/(?:^|\.)s3(?:-accelerate|\.dualstack)?$/.test(labels)) return 's3';
  const name = signingNameOf(labels);
  return KNOWN.has(name) ? name : undefined;
}

/** The endpoint in AWS itself, of a service by its name in signatures. */
export function awsEndpoint(service: string, region: string): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const forAll = ONE_FOR_ALL[service]?.[partitionOf(region)];
  if (forAll !== undefined) return `https://${forAll}`;
  const name = ENDPOINTS[service] ?? service;
  return `https://${name}.${region}.${suffix}`;
}

/** The same endpoint for all regions of a partition. */
const ONE_FOR_ALL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  iam: {
    aws: 'iam.amazonaws.com',
    'aws-cn': 'iam.cn-north-1.amazonaws.com.cn',
    'aws-us-gov': 'iam.us-gov.amazonaws.com',
  },
  cloudfront: {
    aws: 'cloudfront.amazonaws.com',
    'aws-cn': 'cloudfront.cn-northwest-1.amazonaws.com.cn',
    'aws-us-gov': 'cloudfront.amazonaws.com',
  },
  route53: {
    aws: 'route53.amazonaws.com',
    'aws-cn': 'route53.amazonaws.com.cn',
    'aws-us-gov': 'route53.us-gov.amazonaws.com',
  },
};

/**
 * The region that AWS wants in a signature for this endpoint: the one in its name, else that of the partition.
 * A client that was given Longshore's address signs for its own region, where IAM, for one, has none.
 */
export function signingRegion({ hostname }: URL, asked: string): string {
  const found = /\.([a-z]{2,}(?:-[a-z]+)+-\d+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.exec(hostname)?.[1];
  if (found !== undefined) return found;
  if (hostname.endsWith('.us-gov.amazonaws.com')) return 'us-gov-west-1';
  if (hostname.endsWith('.amazonaws.com.cn')) return 'cn-northwest-1';
  return hostname.endsWith('.amazonaws.com') ? 'us-east-1' : asked;
}

const ENDPOINTS: Readonly<Record<string, string>> = { ecr: 'api.ecr', ses: 'email' };
