import { expect, test } from 'vitest';
import type { ContainerDefinition } from '../../aws/contract/ecs.types.gen.ts';
import { randomIds } from '../../kernel/ids.ts';
import type { TaskPlan } from '../model/task-plan.ts';
import { planTask } from './plan-task.ts';

const app: ContainerDefinition = {
  name: 'app',
  image: 'i',
  logConfiguration: {
    logDriver: 'awsfirelens',
    options: { Name: 'datadog', 'log-driver-buffer-limit': '42' },
    secretOptions: [{ name: 'apikey', valueFrom: 'key' }],
  },
};
const router: ContainerDefinition = {
  name: 'router',
  image: 'r',
  firelensConfiguration: { type: 'fluentbit' },
};

const plan = (containerDefinitions: ContainerDefinition[]): TaskPlan =>
  planTask({
    definition: { family: 'f', revision: 1, containerDefinitions },
    taskArn: 'arn',
    clusterName: 'c',
    taskId: 'id',
    ids: randomIds,
  });

test('a sender waits for its router, which is given its secret options', () => {
  const { containers, firelens, volumes } = plan([app, router]);
  expect(containers[0]).toMatchObject({
    dependsOn: [{ container: 'router', condition: 'START' }],
    log: { driver: 'fluentd', options: { tag: 'app-firelens-id', 'fluentd-buffer-limit': '42' } },
  });
  expect(containers[0]?.logSecrets).toBeUndefined();
  expect(containers[1]?.secrets).toEqual([{ name: 'apikey_0', valueFrom: 'key' }]);
  expect(firelens).toMatchObject({
    router: 'router',
    metadata: true,
    senders: [{ container: 'app', options: { Name: 'datadog', apikey: '${apikey_0}' } }],
  });
  expect(firelens?.senders[0]?.options).not.toHaveProperty('log-driver-buffer-limit');
  expect(volumes.map(({ engineName }) => engineName)).toEqual([firelens?.volume]);
});

test('fluentd is told of a secret option in its own way', () => {
  const { firelens } = plan([app, { ...router, firelensConfiguration: { type: 'fluentd' } }]);
  expect(firelens?.senders[0]?.options['apikey']).toBe(`"#{ENV['apikey_0']}"`);
});

test('what a sender says of its order stays, and a router that waits is waited for by nobody', () => {
  const dependsOn = [{ containerName: 'router', condition: 'HEALTHY' as const }];
  expect(plan([{ ...app, dependsOn }, router]).containers[0]?.dependsOn).toEqual([
    { container: 'router', condition: 'HEALTHY' },
  ]);
  const waiting = { ...router, dependsOn: [{ containerName: 'other', condition: 'START' as const }] };
  expect(plan([app, waiting, { name: 'other', image: 'o' }]).containers[0]?.dependsOn).toEqual([]);
});
