import { arn, parseArn, type Arn, type ArnScope } from './arn.ts';

/** ARNs of Amazon ECS: one builder per kind, and one parser that knows them all. */

export type ClusterArn = Arn<'cluster'>;
export type ServiceArn = Arn<'service'>;
export type TaskArn = Arn<'task'>;
export type ContainerInstanceArn = Arn<'container-instance'>;
export type ContainerArn = Arn<'container'>;
export type TaskDefinitionArn = Arn<'task-definition'>;
export type TaskSetArn = Arn<'task-set'>;
export type CapacityProviderArn = Arn<'capacity-provider'>;
export type ServiceDeploymentArn = Arn<'service-deployment'>;
export type ServiceRevisionArn = Arn<'service-revision'>;
export type DaemonArn = Arn<'daemon'>;
export type DaemonDeploymentArn = Arn<'daemon-deployment'>;
export type DaemonRevisionArn = Arn<'daemon-revision'>;
export type DaemonTaskDefinitionArn = Arn<'daemon-task-definition'>;
export type GatewayArn = Arn<'gateway'>;
export type GatewayRouteArn = Arn<'gateway-route'>;
export type AttachmentArn = Arn<'attachment'>;

export const clusterArn = (scope: ArnScope, cluster: string): ClusterArn =>
  arn(scope, 'ecs', `cluster/${cluster}`);

export const serviceArn = (scope: ArnScope, cluster: string, service: string): ServiceArn =>
  arn(scope, 'ecs', `service/${cluster}/${service}`);

/** `task` is 32 hexadecimal digits. */
export const taskArn = (scope: ArnScope, cluster: string, task: string): TaskArn =>
  arn(scope, 'ecs', `task/${cluster}/${task}`);

/** `instance` is 32 hexadecimal digits. */
export const containerInstanceArn = (
  scope: ArnScope,
  cluster: string,
  instance: string,
): ContainerInstanceArn => arn(scope, 'ecs', `container-instance/${cluster}/${instance}`);

/** `container` is a UUID. */
export const containerArn = (
  scope: ArnScope,
  cluster: string,
  task: string,
  container: string,
): ContainerArn => arn(scope, 'ecs', `container/${cluster}/${task}/${container}`);

export const taskDefinitionArn = (scope: ArnScope, family: string, revision: number): TaskDefinitionArn =>
  arn(scope, 'ecs', `task-definition/${family}:${revision}`);

/** `taskSet` is the task set's id, `ecs-svc/` and 19 digits. */
export const taskSetArn = (scope: ArnScope, cluster: string, service: string, taskSet: string): TaskSetArn =>
  arn(scope, 'ecs', `task-set/${cluster}/${service}/${taskSet}`);

export const capacityProviderArn = (scope: ArnScope, name: string): CapacityProviderArn =>
  arn(scope, 'ecs', `capacity-provider/${name}`);

/** `deployment` is 21 or 22 characters of base64url. */
export const serviceDeploymentArn = (
  scope: ArnScope,
  cluster: string,
  service: string,
  deployment: string,
): ServiceDeploymentArn => arn(scope, 'ecs', `service-deployment/${cluster}/${service}/${deployment}`);

/** `revision` is 19 digits. */
export const serviceRevisionArn = (
  scope: ArnScope,
  cluster: string,
  service: string,
  revision: string,
): ServiceRevisionArn => arn(scope, 'ecs', `service-revision/${cluster}/${service}/${revision}`);

export const daemonArn = (scope: ArnScope, cluster: string, daemon: string): DaemonArn =>
  arn(scope, 'ecs', `daemon/${cluster}/${daemon}`);

export const daemonDeploymentArn = (
  scope: ArnScope,
  cluster: string,
  daemon: string,
  deployment: string,
): DaemonDeploymentArn => arn(scope, 'ecs', `daemon-deployment/${cluster}/${daemon}/${deployment}`);

/** `revision` is 19 digits. */
export const daemonRevisionArn = (
  scope: ArnScope,
  cluster: string,
  daemon: string,
  revision: string,
): DaemonRevisionArn => arn(scope, 'ecs', `daemon-revision/${cluster}/${daemon}/${revision}`);

export const daemonTaskDefinitionArn = (
  scope: ArnScope,
  family: string,
  revision: number,
): DaemonTaskDefinitionArn => arn(scope, 'ecs', `daemon-task-definition/${family}:${revision}`);

/** `id` is 32 hexadecimal digits. */
export const gatewayArn = (scope: ArnScope, name: string, id: string): GatewayArn =>
  arn(scope, 'ecs', `gateway/${name}/${id}`);

export const gatewayRouteArn = (
  scope: ArnScope,
  name: string,
  gatewayId: string,
  id: string,
): GatewayRouteArn => arn(scope, 'ecs', `gateway-route/${name}/${gatewayId}/${id}`);

/** `id` is a UUID. */
export const attachmentArn = (scope: ArnScope, id: string): AttachmentArn =>
  arn(scope, 'ecs', `attachment/${id}`);

/**
 * What an ECS ARN names. `cluster` is missing in the short forms that were made before long ARNs became
 * the rule (`service/NAME`, `task/UUID`, `container-instance/UUID`, `container/UUID`).
 */
export type EcsResource =
  | { readonly kind: 'cluster'; readonly cluster: string }
  | { readonly kind: 'service'; readonly cluster?: string; readonly service: string }
  | { readonly kind: 'task'; readonly cluster?: string; readonly task: string }
  | { readonly kind: 'container-instance'; readonly cluster?: string; readonly containerInstance: string }
  | {
      readonly kind: 'container';
      readonly cluster?: string;
      readonly task?: string;
      readonly container: string;
    }
  | { readonly kind: 'task-definition'; readonly family: string; readonly revision?: number }
  | {
      readonly kind: 'task-set';
      readonly cluster: string;
      readonly service: string;
      readonly taskSet: string;
    }
  | { readonly kind: 'capacity-provider'; readonly name: string }
  | {
      readonly kind: 'service-deployment';
      readonly cluster: string;
      readonly service: string;
      readonly id: string;
    }
  | {
      readonly kind: 'service-revision';
      readonly cluster: string;
      readonly service: string;
      readonly id: string;
    }
  | { readonly kind: 'daemon'; readonly cluster: string; readonly daemon: string }
  | {
      readonly kind: 'daemon-deployment';
      readonly cluster: string;
      readonly daemon: string;
      readonly id: string;
    }
  | {
      readonly kind: 'daemon-revision';
      readonly cluster: string;
      readonly daemon: string;
      readonly id: string;
    }
  | { readonly kind: 'daemon-task-definition'; readonly family: string; readonly revision?: number }
  | { readonly kind: 'gateway'; readonly name: string; readonly id: string }
  | { readonly kind: 'gateway-route'; readonly name: string; readonly gatewayId: string; readonly id: string }
  | { readonly kind: 'attachment'; readonly id: string };

export type EcsArn = ArnScope & EcsResource;

/** `undefined` where the text is no ARN, no ARN of Amazon ECS, or of no kind listed above. */
export function parseEcsArn(text: string): EcsArn | undefined {
  const parts = parseArn(text);
  if (parts === undefined || parts.service !== 'ecs') return undefined;
  const [kind = '', ...segments] = parts.resource.split('/');
  if (segments.length === 0 || segments.includes('')) return undefined;
  const resource = ecsResource(kind, segments);
  if (resource === undefined) return undefined;
  const { partition, region, account } = parts;
  return { partition, region, account, ...resource };
}

function ecsResource(kind: string, segments: readonly string[]): EcsResource | undefined {
  const [a = '', b = '', c = '', d = ''] = segments;
  switch (`${kind}:${segments.length}`) {
    case 'cluster:1':
      return { kind: 'cluster', cluster: a };
    case 'service:1':
      return { kind: 'service', service: a };
    case 'service:2':
      return { kind: 'service', cluster: a, service: b };
    case 'task:1':
      return { kind: 'task', task: a };
    case 'task:2':
      return { kind: 'task', cluster: a, task: b };
    case 'container-instance:1':
      return { kind: 'container-instance', containerInstance: a };
    case 'container-instance:2':
      return { kind: 'container-instance', cluster: a, containerInstance: b };
    case 'container:1':
      return { kind: 'container', container: a };
    case 'container:3':
      return { kind: 'container', cluster: a, task: b, container: c };
    case 'task-definition:1':
      return familyAndRevision('task-definition', a);
    case 'daemon-task-definition:1':
      return familyAndRevision('daemon-task-definition', a);
    case 'task-set:4':
      return { kind: 'task-set', cluster: a, service: b, taskSet: `${c}/${d}` };
    case 'capacity-provider:1':
      return { kind: 'capacity-provider', name: a };
    case 'service-deployment:3':
      return { kind: 'service-deployment', cluster: a, service: b, id: c };
    case 'service-revision:3':
      return { kind: 'service-revision', cluster: a, service: b, id: c };
    case 'daemon:2':
      return { kind: 'daemon', cluster: a, daemon: b };
    case 'daemon-deployment:3':
      return { kind: 'daemon-deployment', cluster: a, daemon: b, id: c };
    case 'daemon-revision:3':
      return { kind: 'daemon-revision', cluster: a, daemon: b, id: c };
    case 'gateway:2':
      return { kind: 'gateway', name: a, id: b };
    case 'gateway-route:3':
      return { kind: 'gateway-route', name: a, gatewayId: b, id: c };
    case 'attachment:1':
      return { kind: 'attachment', id: a };
    default:
      return undefined;
  }
}

function familyAndRevision(
  kind: 'task-definition' | 'daemon-task-definition',
  text: string,
): EcsResource | undefined {
  const match = /^([^:]+)(?::([1-9]\d{0,9}))?$/.exec(text);
  if (match === null) return undefined;
  const [, family = '', revision] = match;
  return revision === undefined ? { kind, family } : { kind, family, revision: Number(revision) };
}
