import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as ecs from './ecs-arn.ts';

const scope = { partition: 'aws', region: 'us-east-1', account: '000000000000' };
const id = '0123456789abcdef0123456789abcdef';
const parsed = (text: string): unknown => ecs.parseEcsArn(text);

test.each([
  [ecs.clusterArn(scope, 'default'), 'cluster/default', { kind: 'cluster', cluster: 'default' }],
  [ecs.serviceArn(scope, 'c', 's'), 'service/c/s', { kind: 'service', cluster: 'c', service: 's' }],
  [ecs.taskArn(scope, 'c', id), `task/c/${id}`, { kind: 'task', cluster: 'c', task: id }],
  [
    ecs.containerInstanceArn(scope, 'c', id),
    `container-instance/c/${id}`,
    { kind: 'container-instance', cluster: 'c', containerInstance: id },
  ],
  [
    ecs.containerArn(scope, 'c', id, 'uuid'),
    `container/c/${id}/uuid`,
    { kind: 'container', cluster: 'c', task: id, container: 'uuid' },
  ],
  [
    ecs.taskDefinitionArn(scope, 'web', 7),
    'task-definition/web:7',
    { kind: 'task-definition', family: 'web', revision: 7 },
  ],
  [
    ecs.taskSetArn(scope, 'c', 's', 'ecs-svc/0123456789012345678'),
    'task-set/c/s/ecs-svc/0123456789012345678',
    { kind: 'task-set', cluster: 'c', service: 's', taskSet: 'ecs-svc/0123456789012345678' },
  ],
  [
    ecs.capacityProviderArn(scope, 'FARGATE'),
    'capacity-provider/FARGATE',
    { kind: 'capacity-provider', name: 'FARGATE' },
  ],
  [
    ecs.serviceDeploymentArn(scope, 'c', 's', 'x_Y-z'),
    'service-deployment/c/s/x_Y-z',
    { kind: 'service-deployment', cluster: 'c', service: 's', id: 'x_Y-z' },
  ],
  [
    ecs.serviceRevisionArn(scope, 'c', 's', '1'),
    'service-revision/c/s/1',
    { kind: 'service-revision', cluster: 'c', service: 's', id: '1' },
  ],
  [ecs.daemonArn(scope, 'c', 'd'), 'daemon/c/d', { kind: 'daemon', cluster: 'c', daemon: 'd' }],
  [
    ecs.daemonDeploymentArn(scope, 'c', 'd', 'x'),
    'daemon-deployment/c/d/x',
    { kind: 'daemon-deployment', cluster: 'c', daemon: 'd', id: 'x' },
  ],
  [
    ecs.daemonRevisionArn(scope, 'c', 'd', '1'),
    'daemon-revision/c/d/1',
    { kind: 'daemon-revision', cluster: 'c', daemon: 'd', id: '1' },
  ],
  [
    ecs.daemonTaskDefinitionArn(scope, 'f', 1),
    'daemon-task-definition/f:1',
    { kind: 'daemon-task-definition', family: 'f', revision: 1 },
  ],
  [ecs.gatewayArn(scope, 'g', id), `gateway/g/${id}`, { kind: 'gateway', name: 'g', id }],
  [
    ecs.gatewayRouteArn(scope, 'g', id, 'r'),
    `gateway-route/g/${id}/r`,
    { kind: 'gateway-route', name: 'g', gatewayId: id, id: 'r' },
  ],
  [ecs.attachmentArn(scope, 'uuid'), 'attachment/uuid', { kind: 'attachment', id: 'uuid' }],
])('%s', (text, resource, expected) => {
  expect(text).toBe(`arn:aws:ecs:us-east-1:000000000000:${resource}`);
  expect(parsed(text)).toEqual({ ...scope, ...expected });
});

test.each([
  ['service/web', { kind: 'service', service: 'web' }],
  ['task/uuid', { kind: 'task', task: 'uuid' }],
  ['container-instance/uuid', { kind: 'container-instance', containerInstance: 'uuid' }],
  ['container/uuid', { kind: 'container', container: 'uuid' }],
  ['task-definition/web', { kind: 'task-definition', family: 'web' }],
])('understands the short form %s', (resource, expected) => {
  expect(parsed(`arn:aws:ecs:us-east-1:000000000000:${resource}`)).toEqual({ ...scope, ...expected });
});

test.each([
  'arn:aws:ecr:us-east-1:000000000000:cluster/default',
  'arn:aws:ecs:us-east-1:000000000000:cluster',
  'arn:aws:ecs:us-east-1:000000000000:cluster/',
  'arn:aws:ecs:us-east-1:000000000000:cluster/a/b',
  'arn:aws:ecs:us-east-1:000000000000:boat/a',
  'arn:aws:ecs:us-east-1:000000000000:task-definition/web:0',
  'arn:aws:ecs:us-east-1:000000000000:task-definition/web:x',
])('%s names nothing', (text) => {
  expect(parsed(text)).toBeUndefined();
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      ecs.parseEcsArn(text);
      ecs.parseEcsArn(`arn:aws:ecs:r:a:${text}`);
    }),
  );
});
