import type { SecretSource } from '../../agent/hooks/secrets/sources.ts';
import type { GetSecretValueRequest } from '../../aws/contract/secretsmanager.types.gen.ts';
import { innerCall } from '../../aws/inner-call.ts';
import type { Service } from '../../aws/service.ts';

/** The agent's way to secrets: what GetSecretValue answers, without the wire. */
export function secretsManagerSource(service: Service): SecretSource {
  return {
    async get({ secretId, versionStage, versionId }, call) {
      const request: GetSecretValueRequest = {
        SecretId: secretId,
        ...(versionStage !== undefined && { VersionStage: versionStage }),
        ...(versionId !== undefined && { VersionId: versionId }),
      };
      const answer = await service.handle('GetSecretValue', request, innerCall(call));
      return textIn(answer);
    },
  };
}

function textIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('SecretString' in answer)) return undefined;
  return typeof answer.SecretString === 'string' ? answer.SecretString : undefined;
}
