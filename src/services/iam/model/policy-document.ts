import { malformedPolicy } from '../errors.ts';

type Statement = Readonly<Record<string, unknown>>;

const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17'];
const TRUST_ACTION =
  /^(?:sts:(?:AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|TagSession|SetSourceIdentity|SetContext|\*)|\*)$/i;

/**
 * A policy that grants to whom it is attached, as IAM takes it: no principals. Only the grammar is checked;
 * nothing is evaluated. Throws MalformedPolicyDocument.
 */
export function checkIdentityPolicy(document: string): void {
  for (const statement of statementsOf(document)) {
    if ('Principal' in statement || 'NotPrincipal' in statement) {
      throw malformedPolicy('Policy document should not specify a principal.');
    }
    const actions = actionsOf(statement);
    if (!('Resource' in statement) && !('NotResource' in statement)) {
      throw malformedPolicy('Policy statement must contain resources.');
    }
    if (actions.some((action) => action !== '*' && !/^[A-Za-z0-9-]+:[^\s]+$/.test(action))) {
      throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
  }
}

/** Who may assume a role: principals and STS's actions, no resources. */
export function checkTrustPolicy(document: string): void {
  for (const statement of statementsOf(document)) {
    if ('Resource' in statement || 'NotResource' in statement) {
      throw malformedPolicy('Has prohibited field Resource');
    }
    if (!('Principal' in statement) && !('NotPrincipal' in statement)) {
      throw malformedPolicy('Missing required field Principal');
    }
    if (!actionsOf(statement).every((action) => TRUST_ACTION.test(action))) {
      throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
}

function statementsOf(document: string): readonly Statement[] {
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch {
    throw malformedPolicy('This policy contains invalid Json');
  }
  if (!isObject(policy)) throw malformedPolicy('Syntax errors in policy.');
  if ('Version' in policy && !VERSIONS.includes(policy['Version'])) {
    throw malformedPolicy('Syntax errors in policy.');
  }
  const given = policy['Statement'];
  const statements: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (given === undefined || statements.length === 0) throw malformedPolicy('Syntax errors in policy.');
  return statements.map((statement) => {
    if (!isObject(statement)) throw malformedPolicy('Syntax errors in policy.');
    if (!('Effect' in statement)) throw malformedPolicy('Missing required field Effect');
    if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') {
      throw malformedPolicy(`Invalid effect: ${String(statement['Effect'])}`);
    }
    return statement;
  });
}

function actionsOf(statement: Statement): readonly string[] {
  const given = statement['Action'] ?? statement['NotAction'];
  const actions: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (given === undefined || actions.length === 0) {
    throw malformedPolicy('Policy statement must contain actions.');
  }
  return actions.map((action) => {
    if (typeof action !== 'string') throw malformedPolicy('Syntax errors in policy.');
    return action;
  });
}

function isObject(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
