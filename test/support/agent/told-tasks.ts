import type { TaskRecord } from '../../../src/agent/model/task-record.ts';
import { containerPlan, taskRecord } from './tasks.ts';

const second = 1000;
const time = Date.UTC(2026, 2, 1, 10, 0, 0);

const labels = {
  'com.amazonaws.ecs.cluster': 'dev',
  'com.amazonaws.ecs.container-name': 'web',
};

const plan = containerPlan({
  name: 'web',
  engineName: 'ecs-shop-7-web-aa',
  image: 'nginx:1.27',
  resources: { cpu: 10, memory: 128 * 2 ** 20 },
  labels,
  ports: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }],
  declaredLog: {
    driver: 'awslogs',
    options: { 'awslogs-group': '/ecs/shop', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' },
  },
});

export const webId = '8f0a1c2d-0000-4000-8000-000000000001';
export const taskCredentialsId = '8f0a1c2d-0000-4000-8000-000000000002';
export const executionCredentialsId = '8f0a1c2d-0000-4000-8000-000000000003';

/** A task of one container that runs on an instance, in bridge mode, with a role. */
export function bridgeTask(given: Partial<TaskRecord> = {}): TaskRecord {
  const base = taskRecord([plan]);
  return {
    ...base,
    region: 'eu-west-1',
    clusterArn: 'arn:aws:ecs:eu-west-1:000000000000:cluster/dev',
    clusterName: 'dev',
    family: 'shop',
    revision: 7,
    availabilityZone: 'eu-west-1b',
    roles: {
      task: { roleArn: 'arn:aws:iam::000000000000:role/app', credentialsId: taskCredentialsId },
      execution: { roleArn: 'arn:aws:iam::000000000000:role/pull', credentialsId: executionCredentialsId },
    },
    lastStatus: 'RUNNING',
    pullStartedAt: time + 4 * second,
    pullStoppedAt: time + 9887,
    containers: [
      {
        name: 'web',
        arn: 'arn:aws:ecs:eu-west-1:000000000000:container/dev/0f1e/6c1f',
        endpointId: webId,
        known: 'RUNNING',
        runtimeId: 'd0c4e7',
        imageId: 'sha256:5a1b',
        networkBindings: [{ bindIP: '0.0.0.0', containerPort: 80, hostPort: 49153, protocol: 'tcp' }],
        networks: [{ name: 'bridge', ipv4: '172.17.0.3' }],
        mounts: [{ name: 'ecs-shop-7-data', source: '/var/lib/docker/v', destination: '/data' }],
        createdAt: time + 10_010,
        startedAt: time + 10_402,
        stopAttempts: 0,
        restarts: 0,
      },
    ],
    ...given,
  };
}

/** The same on Fargate, with an interface of its own. */
export function fargateTask(given: Partial<TaskRecord> = {}): TaskRecord {
  const base = bridgeTask();
  return {
    ...base,
    request: { ...base.request, launchType: 'FARGATE', group: 'service:shop-svc' },
    plan: { ...base.plan, networkMode: 'awsvpc', cpu: 512, memory: 1024 },
    networkInterface: {
      attachmentId: 'a',
      id: 'eni-1',
      subnetId: 'subnet-1',
      subnetIndex: 1,
      securityGroups: [],
      address: '172.31.16.4',
      macAddress: '02:42:ac:1f:10:04',
    },
    sandboxId: 'pau5e',
    sandboxName: 'ecs-pause-1',
    containers: base.containers.map((state) => ({
      ...state,
      endpointId: `${base.id}-1234567890`,
      imageDigest: 'sha256:d1',
      networkBindings: [],
      networks: [],
    })),
    ...given,
  };
}

/** An awsvpc task on an instance: the agent tells of the container that holds its network. */
export function instanceTask(): TaskRecord {
  const task = fargateTask();
  return {
    ...task,
    request: { ...task.request, launchType: 'EC2' },
    containers: bridgeTask().containers.map((state) => ({ ...state, networkBindings: [], networks: [] })),
  };
}
