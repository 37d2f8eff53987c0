import type { SecretsmanagerOperations } from '../../src/aws/contract/secretsmanager.types.gen.ts';
import { secretReader, secretsManagerService } from '../../src/services/secretsmanager/index.ts';
import { serviceParts, type TestService, testService } from './aws-service.ts';

/** What the Parameter Store is made of, with a Secrets Manager beside it. */
export function parameterParts() {
  const parts = serviceParts();
  return { ...parts, secrets: secretReader(parts) };
}

/** That Secrets Manager. */
export const secretsBeside = (
  parts: ReturnType<typeof parameterParts>,
): TestService<SecretsmanagerOperations> => testService(secretsManagerService(parts), parts);
