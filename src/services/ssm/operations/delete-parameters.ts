import { eraseParameter } from '../model/erase.ts';
import { findParameter } from '../model/find.ts';
import type { SsmOperation } from '../operation.ts';

/** Those that there are; the names of those that there are not. */
export const deleteParameters: SsmOperation<'DeleteParameters'> = (input, call) => {
  const deleted: string[] = [];
  const invalid: string[] = [];
  for (const name of new Set(input.Names)) {
    const parameter = findParameter(call, name);
    if (parameter !== undefined) eraseParameter(call, parameter);
    (parameter === undefined ? invalid : deleted).push(name);
  }
  return { DeletedParameters: deleted, InvalidParameters: invalid };
};
