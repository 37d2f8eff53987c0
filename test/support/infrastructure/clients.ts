import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { ClientOptions } from '../aws-clients.ts';

/** The clients that infrastructure tools use around Amazon ECS. */
export interface Clients {
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly iam: IAMClient;
  readonly logs: CloudWatchLogsClient;
  readonly sts: STSClient;
}

export const clientsOf = (options: ClientOptions): Clients => ({
  ec2: new EC2Client(options),
  ecr: new ECRClient(options),
  ecs: new ECSClient(options),
  iam: new IAMClient(options),
  logs: new CloudWatchLogsClient(options),
  sts: new STSClient(options),
});

/** The member that an answer must have. */
export function given<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`no ${what} in the answer`);
  return value;
}
