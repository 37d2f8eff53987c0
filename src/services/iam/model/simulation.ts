import type {
  ContextEntry,
  EvaluationResult,
  Statement,
  SimulateCustomPolicyRequest,
} from '../../../aws/contract/iam.types.gen.ts';
import { parseArn } from '../../../aws/arn.ts';
import { callerNeeded, invalidAction, invalidEntityArn, invalidSimulatedPolicy } from '../errors.ts';
import { type ContextEntries, contextKeys } from '../evaluate/context-keys.ts';
import { decide, type Decision, type Match, type NamedPolicy } from '../evaluate/decide.ts';
import { compilePolicy } from '../evaluate/document.ts';
import type { Principal } from '../evaluate/principals.ts';
import { policyProblem } from './policy-document.ts';
import { statementSpans } from './statement-positions.ts';

/** What both simulations are asked. */
export type SimulationRequest = Pick<
  SimulateCustomPolicyRequest,
  | 'ActionNames'
  | 'PermissionsBoundaryPolicyInputList'
  | 'ResourceArns'
  | 'ResourcePolicy'
  | 'ResourceOwner'
  | 'CallerArn'
  | 'ContextEntries'
>;

export interface Simulated {
  readonly principal: Principal;
  readonly policies: readonly NamedPolicy[];
  readonly boundary: readonly NamedPolicy[] | undefined;
  readonly keys: ContextEntries;
}

/** Weighs each action on each resource, as if it were called; nothing is. */
export function simulate(request: SimulationRequest, simulated: Simulated): readonly EvaluationResult[] {
  const { ActionNames, ResourceArns = ['*'], ResourcePolicy, ResourceOwner } = request;
  for (const action of ActionNames)
    if (!/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action)) throw invalidAction(action);
  // Only a user can be who a resource's policy names: a role is not who calls, its sessions are.
  if (ResourcePolicy !== undefined && !isUser(simulated.principal.arn)) throw callerNeeded();
  if (ResourceOwner !== undefined && ownerIn(ResourceOwner) === undefined)
    throw invalidEntityArn(ResourceOwner);
  return ActionNames.flatMap((action) =>
    ResourceArns.map((resource) => weigh(request, simulated, action, resource)),
  );
}

/** Who is to be the caller of the simulation, in place of `principal`: a user, of any account. */
export function simulatedCaller(CallerArn: string | undefined, principal: Principal): Principal {
  if (CallerArn === undefined || CallerArn === principal.arn) return principal;
  if (!isUser(CallerArn)) throw invalidEntityArn(CallerArn);
  return { account: parseArn(CallerArn)?.account ?? principal.account, arn: CallerArn };
}

const isUser = (arn: string): boolean => /^arn:[^:]+:iam::\d{12}:user\//.test(arn);
const ownerIn = (arn: string): string | undefined => /^arn:[^:]+:iam::(\d{12}):root$/.exec(arn)?.[1];

/** Policies that come with a request, by their place in its list. */
export function inputPolicies(
  list: readonly string[] = [],
  name = 'PolicyInputList',
): readonly NamedPolicy[] {
  return list.map((text, index) => {
    const problem = policyProblem(text);
    if (problem !== undefined) throw invalidSimulatedPolicy(problem);
    return { id: `${name}.${index + 1}`, type: 'none', text };
  });
}

/** Condition keys that policies ask for, each once, as first written. */
export function askedKeys(policies: readonly NamedPolicy[]): string[] {
  const keys = new Map<string, string>();
  for (const { text } of policies) {
    for (const key of compilePolicy(text).statements.flatMap((statement) => statement.keys)) {
      if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
    }
  }
  return [...keys.values()];
}

function weigh(
  request: SimulationRequest,
  { principal, policies, boundary, keys }: Simulated,
  action: string,
  resource: string,
): EvaluationResult {
  const context = contextKeys(keys, entriesOf(request.ContextEntries));
  const resourceAccount = ownerIn(request.ResourceOwner ?? '') ?? principal.account;
  const asked = { action, resource, context };
  const resourcePolicy: NamedPolicy | undefined =
    request.ResourcePolicy === undefined
      ? undefined
      : { id: 'ResourcePolicy', type: 'resource', text: request.ResourcePolicy };
  const own = { identity: policies, resourceAccount, ...(resourcePolicy && { resource: resourcePolicy }) };
  const limits = boundary === undefined ? {} : { boundary };
  const decision = decide(principal, asked, { ...own, ...limits });
  const missing = askedKeys([
    ...policies,
    ...(boundary ?? []),
    ...(resourcePolicy ? [resourcePolicy] : []),
  ]).filter((key) => !context.has(key.toLowerCase()));
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: WORDS[decision.effect],
    MatchedStatements: matchesOf(decision).map(told),
    MissingContextValues: missing,
    ...(boundary !== undefined && {
      PermissionsBoundaryDecisionDetail: {
        AllowedByPermissionsBoundary:
          decide(principal, asked, { identity: boundary, resourceAccount: principal.account }).effect ===
          'allow',
      },
    }),
  };
}

const WORDS = {
  allow: 'allowed',
  'explicit deny': 'explicitDeny',
  'implicit deny': 'implicitDeny',
} as const;

/** Of what allowed a request, the limits are not told. */
const matchesOf = ({ matched }: Decision): readonly Match[] =>
  matched.filter(({ kind }) => kind !== 'boundary' && kind !== 'session');

function told({ policy, statement }: Match): Statement {
  const span = statementSpans(policy.text)[statement];
  return {
    SourcePolicyId: policy.id,
    SourcePolicyType: policy.type,
    ...(span !== undefined && { StartPosition: { ...span.start }, EndPosition: { ...span.end } }),
  };
}

function entriesOf(entries: readonly ContextEntry[] = []): ContextEntries {
  return Object.fromEntries(
    entries.map(({ ContextKeyName = '', ContextKeyValues = [] }) => [ContextKeyName, ContextKeyValues]),
  );
}
