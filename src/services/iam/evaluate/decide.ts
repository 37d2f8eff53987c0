import { type CompiledPolicy, compilePolicy, type Request } from './document.ts';
import type { Closeness, Principal } from './principals.ts';

/** Where a policy hangs: on who calls, as what limits him, on his session, on the resource. */
export type PolicyKind = 'identity' | 'boundary' | 'session' | 'resource';

export interface NamedPolicy {
  /** As SimulatePrincipalPolicy names it. */
  readonly id: string;
  readonly type: 'user' | 'group' | 'role' | 'aws-managed' | 'user-managed' | 'resource' | 'none';
  readonly text: string;
}

/** All that has a say in whether somebody may do something. */
export interface Policies {
  /** Of the user and his groups, of the role. `everything`: the account's root, who needs none. */
  readonly identity: readonly NamedPolicy[] | 'everything';
  readonly boundary?: readonly NamedPolicy[];
  readonly session?: readonly NamedPolicy[];
  readonly resource?: NamedPolicy;
  /** The account that has the resource. */
  readonly resourceAccount: string;
  /**
   * The resource's policy must itself allow the call, or hand the decision on to the account: so it is with
   * the trust policies of roles and the policies of keys.
   */
  readonly resourceDecides?: boolean;
}

/** A statement that matched: which of its policy's, counted from 0. */
export interface Match {
  readonly kind: PolicyKind;
  readonly policy: NamedPolicy;
  readonly statement: number;
}

export type Decision =
  | { readonly effect: 'allow'; readonly matched: readonly Match[] }
  | { readonly effect: 'explicit deny'; readonly by: PolicyKind; readonly matched: readonly Match[] }
  /** `by` is the kind of policy that would have had to allow it. */
  | { readonly effect: 'implicit deny'; readonly by: PolicyKind; readonly matched: readonly Match[] };

/**
 * Weighs one request as AWS documents it: what is denied anywhere is denied; then each kind of policy that
 * has a say must allow it. In one account the resource's own policy grants as well as that of who calls
 * does; across accounts both must.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(principal: Principal, request: Request, policies: Policies): Decision {
  const identity = policies.identity === 'everything' ? [] : policies.identity;
  const found = {
    identity: search('identity', identity, request),
    boundary: search('boundary', policies.boundary, request),
    session: search('session', policies.session, request),
    resource: search('resource', policies.resource && [policies.resource], request, principal),
  };
  const kinds = [found.identity, found.resource, found.boundary, found.session];
  const denied = kinds.find(({ denies }) => denies.length > 0);
  if (denied !== undefined) return { effect: 'explicit deny', by: denied.kind, matched: denied.denies };

  const matched = kinds.flatMap(({ allows }) => allows);
  const lacking = lackingKind(principal, policies, found);
  if (lacking !== undefined) return { effect: 'implicit deny', by: lacking, matched: [] };
  return { effect: 'allow', matched };
}

interface Found {
  readonly kind: PolicyKind;
  readonly allows: readonly Match[];
  readonly denies: readonly Match[];
  /** How closely an Allow of the resource names who calls. */
  readonly closeness: Closeness | undefined;
}

/** Which kind of policy does not allow what it would have to; `undefined`: all do. */
function lackingKind(
  principal: Principal,
  policies: Policies,
  found: Readonly<Record<PolicyKind, Found>>,
): PolicyKind | undefined {
  const { closeness } = found.resource;
  const isNamed = closeness !== undefined && closeness !== 'account';
  const isOutside = policies.resourceAccount !== principal.account;
  // Services and the guests of providers have no policies of their own.
  const isBare = principal.service !== undefined || principal.federated !== undefined;
  if ((isOutside || isBare || policies.resourceDecides === true) && closeness === undefined) {
    // Where both are wanting, AWS tells of the identity's.
    const lacksBoth = !isBare && !allows(found.identity, policies);
    return lacksBoth && policies.resourceDecides !== true ? 'identity' : 'resource';
  }
  if (isBare) return undefined;
  if (isNamed && !isOutside) {
    if (closeness === 'session') return undefined;
    const isRole = principal.entityArn !== undefined && principal.entityArn !== principal.arn;
    if (!isRole) return undefined;
  } else if (!allows(found.identity, policies)) {
    return 'identity';
  }
  if (policies.boundary !== undefined && found.boundary.allows.length === 0) return 'boundary';
  if (policies.session !== undefined && found.session.allows.length === 0) return 'session';
  return undefined;
}

const allows = (found: Found, { identity }: Policies): boolean =>
  identity === 'everything' || found.allows.length > 0;

function search(
  kind: PolicyKind,
  policies: readonly NamedPolicy[] = [],
  request: Request,
  principal?: Principal,
): Found {
  const allowing: Match[] = [];
  const denying: Match[] = [];
  let closeness: Closeness | undefined;
  for (const policy of policies) {
    const { statements }: CompiledPolicy = compilePolicy(policy.text);
    for (const [index, statement] of statements.entries()) {
      const named = principal === undefined ? 'entity' : statement.names(principal);
      if (named === undefined || !statement.covers(request)) continue;
      const match: Match = { kind, policy, statement: index };
      if (!statement.isAllow) denying.push(match);
      else {
        allowing.push(match);
        if (closeness === undefined || RANK[named] > RANK[closeness]) closeness = named;
      }
    }
  }
  return { kind, allows: allowing, denies: denying, closeness };
}

/** What is named more closely needs less else. */
const RANK: Readonly<Record<Closeness, number>> = { account: 0, everyone: 1, entity: 2, session: 3 };
