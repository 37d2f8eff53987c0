import { ec2Operations } from './ec2-operations.ts';

/** One AWS service that gets a generated contract. */
export interface ServiceSource {
  /** Name of the generated files and prefix of the generated names: `ecs` → ecs.gen.ts, EcsOperations. */
  readonly name: string;
  /** Where runtime schemas and required members come from. Pinned in package.json. */
  readonly sdkPackage: string;
  /** Path in botocore's data: where ranges, patterns, errors per operation and wire facts come from. */
  readonly botocorePath: string;
  readonly arnNamespace: string;
  /** Seen in real answers; no model holds it. */
  readonly javaPackage?: string;
  /** Those that get tables, where that is not all. */
  readonly operations?: readonly string[];
  /** Values of enums that the service takes and its documentation names, though no model does. */
  readonly furtherValues?: Readonly<Record<string, readonly string[]>>;
}

export const services: readonly ServiceSource[] = [
  {
    name: 'ecs',
    sdkPackage: '@aws-sdk/client-ecs',
    botocorePath: 'ecs/2014-11-13',
    arnNamespace: 'ecs',
    javaPackage: 'com.amazonaws.madison.frontend',
  },
  {
    name: 'ecr',
    sdkPackage: '@aws-sdk/client-ecr',
    botocorePath: 'ecr/2015-09-21',
    arnNamespace: 'ecr',
  },
  {
    name: 'logs',
    sdkPackage: '@aws-sdk/client-cloudwatch-logs',
    botocorePath: 'logs/2014-03-28',
    arnNamespace: 'logs',
  },
  {
    name: 'events',
    sdkPackage: '@aws-sdk/client-eventbridge',
    botocorePath: 'events/2015-10-07',
    arnNamespace: 'events',
  },
  {
    name: 'secretsmanager',
    sdkPackage: '@aws-sdk/client-secrets-manager',
    botocorePath: 'secretsmanager/2017-10-17',
    arnNamespace: 'secretsmanager',
  },
  {
    name: 'ssm',
    sdkPackage: '@aws-sdk/client-ssm',
    botocorePath: 'ssm/2014-11-06',
    arnNamespace: 'ssm',
  },
  {
    name: 'sts',
    sdkPackage: '@aws-sdk/client-sts',
    botocorePath: 'sts/2011-06-15',
    arnNamespace: 'sts',
  },
  {
    name: 'iam',
    sdkPackage: '@aws-sdk/client-iam',
    botocorePath: 'iam/2010-05-08',
    arnNamespace: 'iam',
  },
  {
    name: 's3',
    sdkPackage: '@aws-sdk/client-s3',
    botocorePath: 's3/2006-03-01',
    arnNamespace: 's3',
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
    furtherValues: { BucketCannedACL: ['log-delivery-write'] },
  },
  {
    name: 'ec2',
    sdkPackage: '@aws-sdk/client-ec2',
    botocorePath: 'ec2/2016-11-15',
    arnNamespace: 'ec2',
    operations: ec2Operations,
  },
  {
    name: 'kms',
    sdkPackage: '@aws-sdk/client-kms',
    botocorePath: 'kms/2014-11-01',
    arnNamespace: 'kms',
  },
  {
    name: 'scheduler',
    sdkPackage: '@aws-sdk/client-scheduler',
    botocorePath: 'scheduler/2021-06-30',
    arnNamespace: 'scheduler',
  },
];
