import type { ContainerAddition } from '../hooks/hook.ts';
import type { TaskRecord } from '../model/task-record.ts';

/** Where every container on AWS finds the agent. */
const address = 'http://169.254.170.2';

const executionEnvironments = {
  EC2: 'AWS_ECS_EC2',
  EXTERNAL: 'AWS_ECS_EC2',
  FARGATE: 'AWS_ECS_FARGATE',
  MANAGED_INSTANCES: 'AWS_ECS_MANAGED_INSTANCES',
} as const satisfies Record<TaskRecord['request']['launchType'], string>;

export interface ToldOf {
  /** Whether the container can reach the endpoint: where it cannot, it is not told of it. */
  readonly reachable: boolean;
  /** Whether anybody makes sessions of roles: SDKs do not look further once they are told where to ask. */
  readonly givesCredentials: boolean;
  /** Where AWS's own API is to be found; `undefined` for AWS itself. */
  readonly apiEndpoint: string | undefined;
}

/**
 * What the agent puts into a container's environment. Its own names win over the user's; region and API
 * endpoint are left alone when the task definition or an environment file has one of them. Pure.
 */
export function injectedEnvironment(
  task: TaskRecord,
  container: string,
  { reachable, givesCredentials, apiEndpoint }: ToldOf,
): Required<Pick<ContainerAddition, 'environment' | 'fallbacks'>> {
  const id = task.containers.find(({ name }) => name === container)?.endpointId;
  return {
    environment: {
      AWS_EXECUTION_ENV: executionEnvironments[task.request.launchType],
      ...(reachable && id !== undefined && endpointVariables(id)),
      ...(reachable && givesCredentials && credentialsVariables(task)),
    },
    fallbacks: [
      { AWS_REGION: task.region, AWS_DEFAULT_REGION: task.region },
      ...(apiEndpoint === undefined ? [] : [{ AWS_ENDPOINT_URL: apiEndpoint }]),
    ],
  };
}

const endpointVariables = (id: string): Record<string, string> => ({
  ECS_CONTAINER_METADATA_URI: `${address}/v3/${id}`,
  ECS_CONTAINER_METADATA_URI_V4: `${address}/v4/${id}`,
  ECS_AGENT_URI: `${address}/api/${id}`,
});

function credentialsVariables({ roles }: TaskRecord): Record<string, string> {
  const role = roles?.task;
  if (role === undefined) return {};
  return { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: `/v2/credentials/${role.credentialsId}` };
}
