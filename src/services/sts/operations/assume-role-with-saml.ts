import { beyondMaximum } from '../errors.ts';
import { checkOffered, readAssertion, samlClaims } from '../model/assertion.ts';
import { principalOf, roleOf } from '../model/roles.ts';
import { marksOf } from '../model/session-policy.ts';
import { told, type StsOperation } from '../operation.ts';

/**
 * A session of a role for whoever a SAML provider vouches for. The assertion must offer the role by the
 * provider that the call names; its signature and the provider itself are not checked.
 */
export const assumeRoleWithSaml: StsOperation<'AssumeRoleWithSAML'> = (input, call) => {
  const { MinimumSessionTokenSize: leastToken } = input;
  const role = roleOf(input.RoleArn, call.roles);
  const marks = marksOf(input, call.roles, undefined);
  const assertion = readAssertion(input.SAMLAssertion, call.now);
  checkOffered(assertion, input.RoleArn, input.PrincipalArn);
  const seconds = input.DurationSeconds ?? assertion.sessionSeconds ?? 3600;
  if (seconds > role.maxSessionDuration) throw beyondMaximum();

  const claims = samlClaims(assertion, input.PrincipalArn, role.account);
  const origin = { ...marks, provider: input.PrincipalArn, claims };
  const principal = principalOf(role, assertion.sessionName, origin);
  return {
    Credentials: told(call.sessions.create(principal, { seconds, leastToken })),
    AssumedRoleUser: { AssumedRoleId: principal.principalId, Arn: principal.principalArn },
    Subject: assertion.subject,
    SubjectType: assertion.subjectType,
    Issuer: assertion.issuer,
    Audience: assertion.audience,
    NameQualifier: claims['saml:namequalifier'],
  };
};
