import { type ArnParts, parseArn } from '../../../aws/arn.ts';
import {
  isUpstreamTargetService,
  type UpstreamTargetService,
} from '../../../aws/targets/target-upstreams.ts';

/** What an ARN stands for as a target. */
export type TargetKind =
  | { readonly kind: 'logs'; readonly groupArn: string }
  | { readonly kind: 'bus'; readonly scope: ArnParts; readonly bus: string }
  | { readonly kind: 'api-destination'; readonly scope: ArnParts; readonly name: string }
  | { readonly kind: 'ecs'; readonly scope: ArnParts; readonly clusterArn: string }
  | { readonly kind: 'upstream'; readonly service: UpstreamTargetService; readonly arn: string }
  | { readonly kind: 'other'; readonly service: string };

/** `undefined` where the text is no ARN. */
export function targetKind(text: string): TargetKind | undefined {
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  const [type = '', name = ''] = arn.resource.split('/');
  if (arn.service === 'logs' && arn.resource.startsWith('log-group:')) {
    return { kind: 'logs', groupArn: text.replace(/:\*$/, '') };
  }
  if (arn.service === 'events' && type === 'event-bus' && name !== '') {
    return { kind: 'bus', scope: arn, bus: arn.resource.slice('event-bus/'.length) };
  }
  if (arn.service === 'events' && type === 'api-destination' && name !== '') {
    return { kind: 'api-destination', scope: arn, name };
  }
  if (arn.service === 'ecs' && type === 'cluster' && name !== '') {
    return { kind: 'ecs', scope: arn, clusterArn: text };
  }
  if (isUpstreamTargetService(arn.service)) return { kind: 'upstream', service: arn.service, arn: text };
  return { kind: 'other', service: arn.service };
}
