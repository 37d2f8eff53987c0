import { beyondMaximum, tokenExpired, unsupportedMember } from '../errors.ts';
import { principalOf, roleOf } from '../model/roles.ts';
import { marksOf } from '../model/session-policy.ts';
import { readToken } from '../model/web-identity.ts';
import { told, type StsOperation } from '../operation.ts';

/**
 * A session of a role for whoever holds a token of an OpenID Connect provider. The token must be one, with
 * the claims that AWS asks for and not expired; its signature and its provider are not checked. Access tokens of
 * OAuth 2.0, which come with a ProviderId, are no such tokens.
 */
export const assumeRoleWithWebIdentity: StsOperation<'AssumeRoleWithWebIdentity'> = (input, call) => {
  if (input.ProviderId !== undefined) throw unsupportedMember('ProviderId');
  const { MinimumSessionTokenSize: leastToken } = input;
  const role = roleOf(input.RoleArn, call.roles);
  const seconds = input.DurationSeconds ?? 3600;
  if (seconds > role.maxSessionDuration) throw beyondMaximum();
  const marks = marksOf(input, call.roles, undefined);
  const { subject, audience, issuer, expiry, claims } = readToken(input.WebIdentityToken);
  const now = Math.floor(call.now / 1000);
  if (expiry <= now) throw tokenExpired(now, expiry);

  const provider = `arn:${role.partition}:iam::${role.account}:oidc-provider/${issuer}`;
  const principal = principalOf(role, input.RoleSessionName, { ...marks, provider, claims });
  return {
    Credentials: told(call.sessions.create(principal, { seconds, leastToken })),
    SubjectFromWebIdentityToken: subject,
    AssumedRoleUser: { AssumedRoleId: principal.principalId, Arn: principal.principalArn },
    Provider: provider,
    Audience: audience,
  };
};
