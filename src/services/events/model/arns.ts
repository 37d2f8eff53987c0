import { type Arn, arn, type ArnScope } from '../../../aws/arn.ts';

/** ARNs of EventBridge. */

export const busArn = (scope: ArnScope, bus: string): Arn<'event-bus'> =>
  arn(scope, 'events', `event-bus/${bus}`);

/** Rules of the default bus do not name it. */
export const ruleArn = (scope: ArnScope, bus: string, rule: string): Arn<'rule'> =>
  arn(scope, 'events', bus === 'default' ? `rule/${rule}` : `rule/${bus}/${rule}`);

export const archiveArn = (scope: ArnScope, name: string): Arn<'archive'> =>
  arn(scope, 'events', `archive/${name}`);

export const replayArn = (scope: ArnScope, name: string): Arn<'replay'> =>
  arn(scope, 'events', `replay/${name}`);

/** `id` is a UUID. */
export const connectionArn = (scope: ArnScope, name: string, id: string): Arn<'connection'> =>
  arn(scope, 'events', `connection/${name}/${id}`);

/** `id` is a UUID. */
export const apiDestinationArn = (scope: ArnScope, name: string, id: string): Arn<'api-destination'> =>
  arn(scope, 'events', `api-destination/${name}/${id}`);

/** The name in `…:connection/NAME/UUID`. */
export const nameInArn = (text: string): string => text.split('/')[1] ?? '';
