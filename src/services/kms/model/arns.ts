import { arn, type ArnScope } from '../../../aws/arn.ts';

export const keyArn = (scope: ArnScope, id: string): string => arn(scope, 'kms', `key/${id}`);

/** `name` begins with `alias/`. */
export const aliasArn = (scope: ArnScope, name: string): string => arn(scope, 'kms', name);
