import { arn } from '../../../aws/arn.ts';
import type { SsmCall } from '../operation.ts';
import type { ParameterKey } from './tables.ts';

/** `parameter/x` for both `x` and `/x`. */
export const arnOf = (
  { partition }: Pick<SsmCall, 'partition'>,
  { account, region, name }: ParameterKey,
): string => arn({ partition, account, region }, 'ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`);
