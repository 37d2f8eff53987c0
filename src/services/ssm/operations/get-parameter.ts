import { readParameter } from '../model/read-parameter.ts';
import type { SsmOperation } from '../operation.ts';

export const getParameter: SsmOperation<'GetParameter'> = (input, call) => ({
  Parameter: readParameter(call, input.Name, input.WithDecryption),
});
