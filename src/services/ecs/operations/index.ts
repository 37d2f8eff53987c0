import type { EcsOperationTable } from '../operation.ts';

/** What is implemented. The rest of the contract answers `notImplemented`. */
export const operations: EcsOperationTable = {};
