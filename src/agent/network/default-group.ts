import type { ArnScope } from '../../aws/arn.ts';

/** The group that whoever names none is in. `undefined` where there is no such VPC. */
export type DefaultGroupOf = (scope: ArnScope, vpcId: string) => string | undefined;
