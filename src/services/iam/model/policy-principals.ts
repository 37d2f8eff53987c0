import { parseArn } from '../../../aws/arn.ts';
import { malformedPolicy } from '../errors.ts';
import { entriesOf } from '../evaluate/principals.ts';

/** Whom IAM looks up before it takes a policy that names them. */
export interface KnownPrincipals {
  readonly account: string;
  /** Whether the account has this role or user: `role`, `service/web`. */
  has(kind: 'role' | 'user', path: string): boolean;
}

const KINDS: readonly string[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/**
 * A trust policy's principals: of the kinds that there are, and those of the account itself must exist. Those
 * of other accounts are taken at their word: they need not be here.
 */
export function checkPrincipals(principal: unknown, known: KnownPrincipals): void {
  if (principal === '*') return;
  const entries = entriesOf(principal);
  if (entries.length === 0) {
    throw malformedPolicy(
      'Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!',
    );
  }
  for (const [kind, name] of entries) {
    if (!KINDS.includes(kind) || !isPrincipal(kind, name, known)) {
      throw malformedPolicy(`Invalid principal in policy: "${kind}":"${name}"`);
    }
  }
}

function isPrincipal(kind: string, name: string, known: KnownPrincipals): boolean {
  switch (kind) {
    case 'Service':
      return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal)$/.test(
        name,
      );
    case 'AWS':
      return /^(?:\*|\d{12}|A[A-Z]{3}[A-Z0-9]{12,})$/.test(name) || isEntity(name, known);
    case 'Federated':
      return /^(?:arn:[^:]+:iam::\d{12}:(?:oidc|saml)-provider\/.+|[a-z0-9.-]+)$/i.test(name);
    default:
      return name !== '';
  }
}

function isEntity(name: string, known: KnownPrincipals): boolean {
  const arn = parseArn(name);
  if (arn === undefined || !/^\d{12}$/.test(arn.account) || name.includes('*')) return false;
  if (arn.service === 'sts') return /^(?:assumed-role|federated-user)\/.+/.test(arn.resource);
  if (arn.service !== 'iam') return false;
  if (arn.resource === 'root') return true;
  const [, kind, path = ''] = /^(role|user)\/(.+)$/.exec(arn.resource) ?? [];
  if (kind !== 'role' && kind !== 'user') return false;
  return arn.account !== known.account || known.has(kind, path);
}
