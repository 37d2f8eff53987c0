import type { RequestContext } from '../../../aws/service.ts';
import type { ContextEntries } from '../evaluate/context-keys.ts';
import type { NamedPolicy, Policies } from '../evaluate/decide.ts';
import type { Principal } from '../evaluate/principals.ts';
import { entityArn } from '../model/names.ts';
import type { IamTables } from '../model/tables.ts';
import {
  boundaryOf,
  managedPolicies,
  policiesOf,
  policiesOfUser,
  type PolicyScope,
} from './entity-policies.ts';
import type { AuthorizedSession, SessionSource } from './sessions.ts';

/** Who calls, and all policies that hang on him. */
export interface Caller {
  readonly kind: 'root' | 'user' | 'role' | 'federated' | 'anonymous';
  readonly principal: Principal;
  readonly policies: Pick<Policies, 'identity' | 'boundary' | 'session'>;
  /** Condition keys that tell of him. */
  readonly keys: ContextEntries;
}

type Context = Pick<RequestContext, 'account' | 'partition' | 'principalArn' | 'principalId' | 'accessKeyId'>;

/** Finds out who calls by the credentials; by the ARN alone where Longshore itself calls for somebody. */
export function callerOf(
  context: Context,
  tables: IamTables,
  sessions: SessionSource,
  { takesAnybody, now }: { readonly takesAnybody: boolean; readonly now: number },
): Caller {
  const { account, principalArn, accessKeyId } = context;
  const scope = { tables, account };
  const session = accessKeyId === undefined ? undefined : sessions.session(accessKeyId);
  const origin = session?.origin;
  const arn = origin?.entityArn ?? principalArn;
  const limits = session === undefined ? undefined : sessionPolicies(scope, session);
  const common = keysOf(context, session, now);
  if (origin?.kind === 'federated') return federated(context, arn, scope, limits ?? [], common);
  if (/:iam::\d{12}:root$/.test(arn)) {
    return accessKeyId === undefined && takesAnybody ? anonymous(common) : root(context, common);
  }
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  if (user !== undefined) return userCaller(context, user, scope, common);
  const role = /:assumed-role\/([^/]+)\//.exec(principalArn)?.[1];
  return roleCaller(context, role ?? '', scope, limits, common);
}

function keysOf(context: Context, session: AuthorizedSession | undefined, now: number): ContextEntries {
  const { account, principalArn, principalId = account } = context;
  const { tags, sourceIdentity, mfaAt, provider, claims } = session?.origin ?? {};
  return {
    'aws:PrincipalArn': principalArn,
    'aws:PrincipalAccount': account,
    'aws:userid': principalId,
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:SourceIdentity': sourceIdentity,
    'aws:FederatedProvider': provider,
    ...(session !== undefined && {
      'aws:TokenIssueTime': new Date(session.issuedAt).toISOString(),
      'aws:MultiFactorAuthPresent': String(mfaAt !== undefined),
      'aws:MultiFactorAuthAge': mfaAt === undefined ? undefined : String(Math.floor((now - mfaAt) / 1000)),
    }),
    ...claims,
    ...principalTags(Object.entries(tags ?? {})),
  };
}

const principalTags = (tags: readonly (readonly [string, string])[]): ContextEntries =>
  Object.fromEntries(tags.map(([key, value]) => [`aws:PrincipalTag/${key}`, value]));

const tagsOf = (entity: { readonly tags: readonly { Key: string; Value: string }[] } | undefined) =>
  principalTags((entity?.tags ?? []).map(({ Key, Value }) => [Key, Value]));

function root({ account, principalArn }: Context, keys: ContextEntries): Caller {
  return {
    kind: 'root',
    principal: { account, arn: principalArn },
    policies: { identity: 'everything' },
    keys: { ...keys, 'aws:PrincipalType': 'Account' },
  };
}

/** Who signs nothing has what policies of resources give to all. */
const anonymous = (keys: ContextEntries): Caller => ({
  kind: 'anonymous',
  principal: { account: 'anonymous', arn: 'anonymous' },
  policies: { identity: [] },
  keys: {
    ...keys,
    'aws:PrincipalArn': undefined,
    'aws:PrincipalAccount': undefined,
    'aws:userid': 'anonymous',
    'aws:PrincipalType': 'Anonymous',
  },
});

function userCaller(context: Context, name: string, scope: PolicyScope, keys: ContextEntries): Caller {
  const user = scope.tables.users.get(scope.account, name);
  const boundary = boundaryOf(scope, user?.boundary);
  return {
    kind: 'user',
    principal: {
      account: scope.account,
      arn: context.principalArn,
      ...(user !== undefined && { entityId: user.uniqueId }),
    },
    policies: {
      identity: user === undefined ? [] : policiesOfUser(scope, user),
      ...(boundary !== undefined && { boundary }),
    },
    keys: { ...tagsOf(user), ...keys, 'aws:username': name, 'aws:PrincipalType': 'User' },
  };
}

/** A session has the permissions of its role, within its own policies. */
function roleCaller(
  context: Context,
  name: string,
  scope: PolicyScope,
  limits: readonly NamedPolicy[] | undefined,
  keys: ContextEntries,
): Caller {
  const role = scope.tables.roles.get(scope.account, name);
  const boundary = boundaryOf(scope, role?.boundary);
  const entity = role === undefined ? undefined : entityArn(context, 'role', role);
  return {
    kind: 'role',
    principal: {
      account: scope.account,
      arn: context.principalArn,
      ...(role !== undefined && entity !== undefined && { entityArn: entity, entityId: role.uniqueId }),
    },
    policies: {
      identity: role === undefined ? [] : policiesOf(scope, 'role', role),
      ...(boundary !== undefined && { boundary }),
      ...(limits !== undefined && { session: limits }),
    },
    keys: {
      ...tagsOf(role),
      ...keys,
      'aws:PrincipalArn': entity ?? keys['aws:PrincipalArn'],
      'aws:PrincipalType': 'AssumedRole',
    },
  };
}

/** A federated user has of the permissions of who vouched for him those that his session's policies name. */
function federated(
  context: Context,
  entity: string,
  scope: PolicyScope,
  limits: readonly NamedPolicy[],
  keys: ContextEntries,
): Caller {
  const name = /:user\/(?:.*\/)?([^/]+)$/.exec(entity)?.[1];
  const of = name === undefined ? undefined : userCaller(context, name, scope, {});
  return {
    kind: 'federated',
    principal: { account: scope.account, arn: context.principalArn, entityArn: entity },
    policies: { ...(of?.policies ?? { identity: 'everything' }), session: limits },
    keys: { ...keys, 'aws:PrincipalType': 'FederatedUser' },
  };
}

function sessionPolicies(
  scope: PolicyScope,
  { origin }: AuthorizedSession,
): readonly NamedPolicy[] | undefined {
  const { policy, policyArns } = origin ?? {};
  if (policy === undefined && policyArns === undefined) return undefined;
  const inline: readonly NamedPolicy[] =
    policy === undefined ? [] : [{ id: 'session', type: 'none', text: policy }];
  return [...inline, ...managedPolicies(scope, policyArns ?? [])];
}
