import type { ValidationErrorsEntry } from '../../../aws/contract/secretsmanager.types.gen.ts';

/** What keeps a text from being a resource policy; whether it then allows a call is IAM's to say. */
export function policyProblems(text: string): ValidationErrorsEntry[] {
  const policy = parse(text);
  if (policy === undefined) return [problem('This policy contains invalid Json')];
  const statements = statementsOf(policy);
  if (statements.length === 0) return [problem('This resource policy contains no statement.')]; // (I)
  return statements.flatMap((statement) => {
    const missing = ['Effect', 'Principal', 'Action'].filter(
      (member) => !Object.hasOwn(statement, member) && !Object.hasOwn(statement, `Not${member}`),
    );
    return missing.map((member) => problem(`A statement of this resource policy has no ${member}.`)); // (I)
  });
}

/** Whether anybody at all is allowed something, without a condition. */
export function isPublic(text: string): boolean {
  return statementsOf(parse(text)).some((statement) => {
    const { Effect: effect, Principal: principal, Condition: condition } = statement;
    const everybody = principal === '*' || JSON.stringify(principal) === '{"AWS":"*"}';
    return effect === 'Allow' && everybody && condition === undefined;
  });
}

function statementsOf(policy: unknown): Record<string, unknown>[] {
  if (!isObject(policy)) return [];
  const statements = policy['Statement'];
  return (Array.isArray(statements) ? statements : [statements]).filter(isObject);
}

function parse(text: string): unknown {
  try {
    const policy: unknown = JSON.parse(text);
    return isObject(policy) ? policy : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const problem = (ErrorMessage: string): ValidationErrorsEntry => ({
  CheckName: 'POLICY_SYNTAX',
  ErrorMessage,
});
