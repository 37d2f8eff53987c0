import { type ArnParts, parseArn } from '../../../aws/arn.ts';
import {
  isUpstreamTargetService,
  type UpstreamTargetService,
} from '../../../aws/targets/target-upstreams.ts';

/** What an ARN stands for as a target. */
export type TargetKind =
  | { readonly kind: 'ecs'; readonly scope: ArnParts; readonly clusterArn: string }
  | { readonly kind: 'bus'; readonly scope: ArnParts; readonly busArn: string }
  /** Any operation of any service, as its SDK names them: `ecs`, `updateService`. */
  | { readonly kind: 'universal'; readonly service: string; readonly api: string }
  | { readonly kind: 'upstream'; readonly service: UpstreamTargetService; readonly arn: string }
  | { readonly kind: 'other'; readonly service: string };

/** `undefined` where the text is no ARN. */
export function targetKind(text: string): TargetKind | undefined {
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  const { service, resource, region, account } = arn;
  const [, sdk = '', api = ''] = /^aws-sdk:([a-z0-9]+):([A-Za-z0-9]+)$/.exec(resource) ?? [];
  if (service === 'scheduler' && region === '' && account === '' && api !== '') {
    return { kind: 'universal', service: sdk, api };
  }
  if (service === 'ecs' && /^cluster\/[^/]+$/.test(resource)) {
    return { kind: 'ecs', scope: arn, clusterArn: text };
  }
  if (service === 'events' && resource.startsWith('event-bus/')) {
    return { kind: 'bus', scope: arn, busArn: text };
  }
  return isUpstreamTargetService(service)
    ? { kind: 'upstream', service, arn: text }
    : { kind: 'other', service };
}
