import { createHash } from 'node:crypto';
import { beyondMaximum } from '../errors.ts';
import { checkOffered, readAssertion } from '../model/assertion.ts';
import { principalOf, roleOf } from '../model/roles.ts';
import { checkSessionPolicy } from '../model/session-policy.ts';
import { told, type StsOperation } from '../operation.ts';

/**
 * A session of a role for whoever a SAML provider vouches for. The assertion must offer the role by the
 * provider that the call names; its signature and the provider itself are not checked.
 */
export const assumeRoleWithSaml: StsOperation<'AssumeRoleWithSAML'> = (input, call) => {
  const role = roleOf(input.RoleArn, call.roles);
  checkSessionPolicy(input.Policy);
  const assertion = readAssertion(input.SAMLAssertion, call.now);
  checkOffered(assertion, input.RoleArn, input.PrincipalArn);
  const seconds = input.DurationSeconds ?? assertion.sessionSeconds ?? 3600;
  if (seconds > role.maxSessionDuration) throw beyondMaximum();

  const principal = principalOf(role, assertion.sessionName);
  const provider = input.PrincipalArn.split('/').slice(1).join('/');
  return {
    Credentials: told(call.sessions.create(principal, seconds)),
    AssumedRoleUser: { AssumedRoleId: principal.principalId, Arn: principal.principalArn },
    Subject: assertion.subject,
    SubjectType: assertion.subjectType,
    Issuer: assertion.issuer,
    Audience: assertion.audience,
    NameQualifier: createHash('sha1')
      .update(`${assertion.issuer}${role.account}/${provider}`)
      .digest('base64'),
  };
};
