import { eraseParameter } from '../model/erase.ts';
import { parameterOf } from '../model/find.ts';
import type { SsmOperation } from '../operation.ts';

export const deleteParameter: SsmOperation<'DeleteParameter'> = (input, call) => {
  eraseParameter(call, parameterOf(call, input.Name));
  return {};
};
