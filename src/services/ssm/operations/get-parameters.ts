import { AwsError } from '../../../aws/aws-error.ts';
import type { Parameter } from '../../../aws/contract/ssm.types.gen.ts';
import { readParameter } from '../model/read-parameter.ts';
import type { SsmOperation } from '../operation.ts';

const missing = ['ParameterNotFound', 'ParameterVersionNotFound'];

/** Those that there are; the names of those that there are not. */
export const getParameters: SsmOperation<'GetParameters'> = (input, call) => {
  const parameters: Parameter[] = [];
  const invalid: string[] = [];
  for (const name of new Set(input.Names)) {
    try {
      parameters.push(readParameter(call, name, input.WithDecryption));
    } catch (error) {
      if (!(error instanceof AwsError) || !missing.includes(error.code)) throw error;
      invalid.push(name);
    }
  }
  return { Parameters: parameters, InvalidParameters: invalid };
};
