import type {
  RotateSecretRequest,
  RotateSecretResponse,
} from '../../../aws/contract/secretsmanager.types.gen.ts';
import { noRotationFunction, noRotationHook, notImplemented, tokenMissing, versionInUse } from '../errors.ts';
import { activeSecret } from '../model/find.ts';
import { current } from '../model/stages.ts';
import type { RotationRecord, SecretRecord } from '../model/tables.ts';
import type { SecretsCall } from '../operation.ts';
import { checkRules, windowAfter } from '../rotation/schedule.ts';
import { startRotation } from '../rotation/start-rotation.ts';

/** Sets how a secret is rotated, and rotates it, or tries the function out; the rotator does the rest. */
export function rotateSecret(
  input: RotateSecretRequest,
  call: SecretsCall,
): RotateSecretResponse | Promise<never> {
  const { ClientRequestToken: token } = input;
  if (token === undefined) throw tokenMissing();
  refuseUnsupported(input);
  const secret = activeSecret(call, input.SecretId);
  const rotation = rotationOf(input, call, secret);
  const answer = { ARN: secret.arn, Name: secret.name, VersionId: token };
  // The same request again is the same rotation.
  if (secret.rotation?.job?.versionId === token) return answer;
  if (call.tables.versions.get(secret.arn, token)?.stages.includes(current) === true)
    throw versionInUse(token);
  const testOnly = input.RotateImmediately === false;
  const { refused } = startRotation(call, secret, rotation, { versionId: token, testOnly });
  return refused === undefined ? answer : Promise.reject(refused);
}

function refuseUnsupported(input: RotateSecretRequest): void {
  const member = (['ExternalSecretRotationMetadata', 'ExternalSecretRotationRoleArn'] as const).find(
    (name) => input[name] !== undefined,
  );
  if (member !== undefined) throw notImplemented(`${member} of RotateSecret`);
}

/** What is not said again stays as it was. */
function rotationOf(input: RotateSecretRequest, call: SecretsCall, secret: SecretRecord): RotationRecord {
  const lambdaArn = input.RotationLambdaARN ?? secret.rotation?.lambdaArn;
  if (lambdaArn === undefined || lambdaArn === '') throw noRotationFunction();
  if (!call.rotates) throw noRotationHook();
  const rules = input.RotationRules ?? secret.rotation?.rules ?? {};
  if (Object.keys(rules).length > 0) checkRules(rules, call.now);
  const window = Object.keys(rules).length > 0 ? windowAfter(rules, call.now) : undefined;
  const { lastAt } = secret.rotation ?? {};
  return {
    enabled: true,
    lambdaArn,
    rules,
    ...(lastAt !== undefined && { lastAt }),
    ...(window !== undefined && { nextAt: window.opens }),
  };
}
