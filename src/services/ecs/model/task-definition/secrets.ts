/**
 * Where a secret's `valueFrom` points: an ARN of Secrets Manager, an ARN of the Parameter Store, or the
 * bare name of a parameter in the same region.
 */
export const isSecretsManagerReference = (valueFrom: string): boolean =>
  /^arn:[^:]+:secretsmanager:/.test(valueFrom);

/**
 * After `secret:` comes the plain name, or the name and all three of JSON key, version stage and version
 * id, each of which may be empty.
 */
export function isSecretReference(valueFrom: string): boolean {
  if (!valueFrom.startsWith('arn:')) return /^[A-Za-z0-9_.\-/]+$/.test(valueFrom);
  if (/^arn:[^:]+:ssm:[a-z0-9-]+:\d{12}:parameter\/.+$/.test(valueFrom)) return true;
  return /^arn:[^:]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^:]+(:[^:]*:[^:]*:[^:]*)?$/.test(valueFrom);
}
