import { type Arn, arn, type ArnScope } from '../../../aws/arn.ts';

export const scheduleArn = (scope: ArnScope, group: string, name: string): Arn<'schedule'> =>
  arn(scope, 'scheduler', `schedule/${group}/${name}`);

export const groupArn = (scope: ArnScope, name: string): Arn<'schedule-group'> =>
  arn(scope, 'scheduler', `schedule-group/${name}`);
