import { AwsError } from '../../../aws/aws-error.ts';
import type { Parameter } from '../../../aws/contract/ssm.types.gen.ts';
import { decryptionNeeded, referencedSecretNotFound } from '../errors.ts';
import type { SsmCall } from '../operation.ts';
import { isPublic, publicParameter } from '../public/parameters.ts';
import { parameterOutput } from './describe.ts';
import { chosenVersion } from './find.ts';

/**
 * Below it, each secret of Secrets Manager is a parameter that can be read:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
const secretsPath = '/aws/reference/secretsmanager/';

/** A parameter by whatever names one, with its value. */
export function readParameter(call: SsmCall, text: string, decrypt: boolean | undefined): Parameter {
  if (text.startsWith(secretsPath)) return readSecret(call, text, decrypt);
  if (isPublic(text)) return publicParameter(call, text);
  return parameterOutput(call, chosenVersion(call, text), decrypt);
}

function readSecret(call: SsmCall, name: string, decrypt: boolean | undefined): Parameter {
  if (decrypt !== true) throw decryptionNeeded();
  try {
    const secret = call.secrets.get(name.slice(secretsPath.length), call);
    return {
      Name: name,
      Type: 'SecureString',
      ...(secret.SecretString !== undefined && { Value: secret.SecretString }),
      Version: 0,
      SourceResult: JSON.stringify(secret),
      ...(secret.CreatedDate !== undefined && { LastModifiedDate: secret.CreatedDate }),
      ...(secret.ARN !== undefined && { ARN: secret.ARN }),
    };
  } catch (error) {
    const isMissing = error instanceof AwsError && error.code === 'ResourceNotFoundException';
    throw isMissing ? referencedSecretNotFound(name) : error;
  }
}
