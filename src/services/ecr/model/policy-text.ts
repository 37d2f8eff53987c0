import { asObject } from './manifest.ts';

/** Whether a text is an IAM policy in form: a JSON object with statements, each with an effect and actions. */
export function isPolicy(text: string): boolean {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    return false;
  }
  const statement = asObject(policy)?.['Statement'];
  const statements: unknown[] = Array.isArray(statement) ? statement : [statement];
  return statements.length > 0 && statements.every(isStatement);
}

function isStatement(value: unknown): boolean {
  const statement = asObject(value);
  if (statement === undefined) return false;
  const { Effect: effect } = statement;
  const hasAction = 'Action' in statement || 'NotAction' in statement;
  const hasPrincipal = 'Principal' in statement || 'NotPrincipal' in statement;
  return (effect === 'Allow' || effect === 'Deny') && hasAction && hasPrincipal;
}
