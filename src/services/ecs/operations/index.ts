import type { EcsOperationTable } from '../operation.ts';
import { describeTaskDefinition } from './describe-task-definition.ts';
import { registerTaskDefinition } from './register-task-definition.ts';

/** What is implemented. The rest of the contract answers `notImplemented`. */
export const operations: EcsOperationTable = {
  DescribeTaskDefinition: describeTaskDefinition,
  RegisterTaskDefinition: registerTaskDefinition,
};
