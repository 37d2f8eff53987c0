import { parseArn } from '../../aws/arn.ts';
import type { Demand } from '../../aws/authorization.ts';
import { AwsError } from '../../aws/aws-error.ts';
import type { StsOperations } from '../../aws/contract/sts.types.gen.ts';
import { type DemandTable, requestTags, resourceTags } from '../../aws/demands.ts';
import { readAssertion, samlClaims } from './model/assertion.ts';
import { type RoleSource, roleOf } from './model/roles.ts';
import type { Wishes } from './model/session-policy.ts';
import { readToken } from './model/web-identity.ts';

type Conditions = NonNullable<Demand['conditions']>;

/** What a caller must be allowed, by operation. Who asks for himself, or who he is, needs no permission. */
export function stsDemands(roles: RoleSource, now: () => number): DemandTable<StsOperations> {
  return {
    AssumeRole: (input) => assuming('sts:AssumeRole', input, roles, { session: input.RoleSessionName }),
    AssumeRoleWithWebIdentity: (input) =>
      guarded(() => {
        const { issuer, claims } = readToken(input.WebIdentityToken);
        const { partition, account } = roleOf(input.RoleArn, roles);
        const federated = BUILT_IN.includes(issuer)
          ? issuer
          : `arn:${partition}:iam::${account}:oidc-provider/${issuer}`;
        const guest = { federated, claims, session: input.RoleSessionName };
        return assuming('sts:AssumeRoleWithWebIdentity', input, roles, guest);
      }),
    AssumeRoleWithSAML: (input) =>
      guarded(() => {
        const assertion = readAssertion(input.SAMLAssertion, now());
        const claims = samlClaims(assertion, input.PrincipalArn, roleOf(input.RoleArn, roles).account);
        const guest = { federated: input.PrincipalArn, claims, session: assertion.sessionName };
        return assuming('sts:AssumeRoleWithSAML', input, roles, guest);
      }),
    GetCallerIdentity: () => [],
    GetSessionToken: () => [],
    GetFederationToken: (input, { partition, account }) => {
      const resource = `arn:${partition}:sts::${account}:federated-user/${input.Name}`;
      const conditions = tagConditions(input);
      const first = { action: 'sts:GetFederationToken', resource, conditions };
      return input.Tags === undefined ? [first] : [first, { ...first, action: 'sts:TagSession' }];
    },
  };
}

/** Providers that AWS knows without being told; trust policies name them as they are. */
const BUILT_IN: readonly string[] = [
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
];

interface Guest {
  readonly session: string;
  readonly federated?: string;
  readonly claims?: Conditions;
}

interface Assuming extends Wishes {
  readonly RoleArn: string;
  readonly ExternalId?: string;
  readonly DurationSeconds?: number;
}

/** The role's trust policy decides; tags and a source identity are permissions of their own. */
function assuming(
  action: string,
  input: Assuming,
  roles: RoleSource,
  { session, federated, claims }: Guest,
): readonly Demand[] {
  const { RoleArn: resource, ExternalId, SourceIdentity, DurationSeconds } = input;
  const arn = parseArn(resource);
  const known = arn && roles.role(arn.account, resource.slice(resource.lastIndexOf('/') + 1));
  const demand: Demand = {
    action,
    resource,
    resourceDecides: true,
    ...(arn !== undefined && { resourceAccount: arn.account }),
    ...(known !== undefined && { resourcePolicy: known.trustPolicy }),
    ...(federated !== undefined && { federated }),
    conditions: {
      'sts:RoleSessionName': session,
      ...(ExternalId !== undefined && { 'sts:ExternalId': ExternalId }),
      ...(SourceIdentity !== undefined && { 'sts:SourceIdentity': SourceIdentity }),
      ...(DurationSeconds !== undefined && { 'sts:DurationSeconds': String(DurationSeconds) }),
      ...resourceTags(Object.entries(known?.tags ?? {}), 'iam'),
      ...tagConditions(input),
      ...claims,
    },
  };
  return [
    demand,
    ...(input.Tags !== undefined && input.Tags.length > 0 ? [{ ...demand, action: 'sts:TagSession' }] : []),
    ...(SourceIdentity === undefined ? [] : [{ ...demand, action: 'sts:SetSourceIdentity' }]),
  ];
}

const tagConditions = ({ Tags = [], TransitiveTagKeys = [] }: Wishes): Conditions => ({
  ...requestTags(Tags.map(({ Key, Value }) => [Key, Value])),
  ...(TransitiveTagKeys.length > 0 && { 'sts:TransitiveTagKeys': TransitiveTagKeys }),
});

/** What cannot be read needs no permission: the operation will refuse it in its own words. */
function guarded(demands: () => readonly Demand[]): readonly Demand[] {
  try {
    return demands();
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}
