import { AwsError } from '../../../aws/aws-error.ts';
import { malformedPolicy } from '../errors.ts';
import { checkActions, checkResources } from './policy-elements.ts';
import { parsePolicy, type PolicyStatement } from './policy-grammar.ts';
import { checkPrincipals, type KnownPrincipals } from './policy-principals.ts';

const TRUST_ACTION =
  /^(?:sts:(?:AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|TagSession|SetSourceIdentity|SetContext|\*)|\*)$/i;

/**
 * A policy that grants to whom it is attached: no principals. Throws MalformedPolicyDocument, in the order in
 * which IAM looks for what is wrong.
 */
export function checkIdentityPolicy(document: string): void {
  const { statements } = parsePolicy(document, 'Syntax errors in policy.');
  for (const statement of statements) refusePrincipal(statement);
  checkSids(statements);
  for (const statement of statements) requireActions(statement);
  for (const statement of statements) {
    if (statement.resources === undefined || statement.resources.length === 0) {
      throw malformedPolicy('Policy statement must contain resources.');
    }
    checkResources(statement.resources);
  }
  for (const { actions = [] } of statements) checkActions(actions);
}

/** Why a document is no policy of permissions, in AWS's words; `undefined` for one that is. */
export function policyProblem(document: string): string | undefined {
  try {
    checkIdentityPolicy(document);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
}

/** A managed policy must say that it is of the present version. */
export function checkManagedPolicy(document: string): void {
  checkIdentityPolicy(document);
  if (parsePolicy(document, 'Syntax errors in policy.').version !== '2012-10-17') {
    throw malformedPolicy('Policy document must be version 2012-10-17 or greater.');
  }
}

/** Who may assume a role: principals and STS's actions, no resources. */
export function checkTrustPolicy(document: string, known: KnownPrincipals): void {
  const { statements } = parsePolicy(document, 'This policy contains invalid Json');
  for (const statement of statements) {
    if (statement.resources !== undefined) throw malformedPolicy('Has prohibited field Resource');
    if (!statement.hasPrincipal) throw malformedPolicy('Missing required field Principal');
  }
  checkSids(statements);
  for (const statement of statements) {
    requireActions(statement);
    if (statement.actions?.every((action) => TRUST_ACTION.test(action)) !== true) {
      throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
    }
    checkPrincipals(statement.principal, known);
  }
}

function refusePrincipal({ hasPrincipal }: PolicyStatement): void {
  if (hasPrincipal) throw malformedPolicy('Policy document should not specify a principal.');
}

function requireActions({ actions }: PolicyStatement): void {
  if (actions === undefined || actions.length === 0) {
    throw malformedPolicy('Policy statement must contain actions.');
  }
}

function checkSids(statements: readonly PolicyStatement[]): void {
  const sids = statements.flatMap(({ sid }) => (sid === undefined || sid === '' ? [] : [sid]));
  if (new Set(sids).size !== sids.length) {
    throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.');
  }
}
