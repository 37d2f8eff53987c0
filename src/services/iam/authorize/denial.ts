import type { Demand } from '../../../aws/authorization.ts';
import type { Decision, PolicyKind } from '../evaluate/decide.ts';

export type Denied = Exclude<Decision, { readonly effect: 'allow' }>;

const explicit: Readonly<Record<PolicyKind, string>> = {
  identity: 'an identity-based policy',
  boundary: 'a permissions boundary',
  session: 'a session policy',
  resource: 'a resource-based policy',
};
const lacking: Readonly<Record<PolicyKind, string>> = {
  identity: 'no identity-based policy',
  boundary: 'no permissions boundary',
  session: 'no session policy',
  resource: 'no resource-based policy',
};

/**
 * AWS's words for a refusal: who, what, on what, and which kind of policy is the reason.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialText(principalArn: string, { action, resource }: Demand, denied: Denied): string {
  const text = `User: ${principalArn} is not authorized to perform: ${action}`;
  // STS does not tell why a role may not be assumed: it would tell of the role's account.
  if (/^sts:AssumeRole$/i.test(action)) return `${text} on resource: ${resource}`;
  if (/^sts:AssumeRoleWith/i.test(action)) return `Not authorized to perform ${action}`;
  if (/^iam:PassRole$/i.test(action) && denied.by === 'resource')
    return 'Cross-account pass role is not allowed.';
  const why =
    denied.effect === 'explicit deny'
      ? `with an explicit deny in ${explicit[denied.by]}`
      : `because ${lacking[denied.by]} allows the ${action} action`;
  return `${text}${onResource(action, resource)} ${why}`;
}

function onResource(action: string, resource: string): string {
  const [prefix] = action.split(':', 1);
  if (prefix === 's3') return resource === '*' ? '' : ` on resource: "${resource}"`;
  return ` on resource: ${prefix === 'iam' ? iamResource(action, resource) : resource}`;
}

/** IAM names what it has by kind and name, and by ARN only what is yet to be made. */
function iamResource(action: string, resource: string): string {
  if (/^iam:(?:Create|PassRole)/.test(action)) return resource;
  const [, kind, path = ''] = /:(role|user|group|policy|instance-profile)\/(.+)$/.exec(resource) ?? [];
  if (kind === undefined || path.includes('*')) return resource;
  if (kind === 'policy') return `policy ${resource}`;
  return `${kind.replace('-', ' ')} ${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** The statement that would allow what was refused, ready to be put into a policy. */
export const wantedStatement = ({ action, resource }: Demand): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});
