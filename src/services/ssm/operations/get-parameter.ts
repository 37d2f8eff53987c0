import { parameterOutput } from '../model/describe.ts';
import { chosenVersion } from '../model/find.ts';
import type { SsmOperation } from '../operation.ts';

export const getParameter: SsmOperation<'GetParameter'> = (input, call) => ({
  Parameter: parameterOutput(call, chosenVersion(call, input.Name), input.WithDecryption),
});
