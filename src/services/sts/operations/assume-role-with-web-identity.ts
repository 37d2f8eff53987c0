import { beyondMaximum, missingClaim, notAToken, tokenExpired } from '../errors.ts';
import { principalOf, roleOf } from '../model/roles.ts';
import { checkSessionPolicy } from '../model/session-policy.ts';
import { told, type StsOperation } from '../operation.ts';

/**
 * A session of a role for whoever holds a token of an OpenID Connect provider. The token must be one, with
 * the claims that AWS asks for and not expired; its signature and its provider are not checked.
 */
export const assumeRoleWithWebIdentity: StsOperation<'AssumeRoleWithWebIdentity'> = (input, call) => {
  const role = roleOf(input.RoleArn, call.roles);
  const seconds = input.DurationSeconds ?? 3600;
  if (seconds > role.maxSessionDuration) throw beyondMaximum();
  checkSessionPolicy(input.Policy);
  const claims = claimsOf(input.WebIdentityToken);
  const [subject, issuer] = [claim(claims, 'sub'), claim(claims, 'iss')];
  const audience = typeof claims['azp'] === 'string' ? claims['azp'] : claim(claims, 'aud');
  const expiry = claims['exp'];
  if (typeof expiry !== 'number') throw missingClaim('exp');
  const now = Math.floor(call.now / 1000);
  if (expiry <= now) throw tokenExpired(now, expiry);

  const principal = principalOf(role, input.RoleSessionName);
  const host = issuer.replace(/^https:\/\//, '');
  return {
    Credentials: told(call.sessions.create(principal, seconds)),
    SubjectFromWebIdentityToken: subject,
    AssumedRoleUser: { AssumedRoleId: principal.principalId, Arn: principal.principalArn },
    Provider: `arn:${role.partition}:iam::${role.account}:oidc-provider/${host}`,
    Audience: audience,
  };
};

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const parts = token.split('.');
  const [header, payload] = parts.slice(0, 2).map(jsonObject);
  if (parts.length !== 3 || header === undefined || payload === undefined) throw notAToken();
  return payload;
}

function jsonObject(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value));
  } catch {
    return undefined;
  }
}

function claim(claims: Readonly<Record<string, unknown>>, name: string): string {
  const value = claims[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'string' || first === '') throw missingClaim(name);
  return first;
}
