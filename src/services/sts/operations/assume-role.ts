import { beyondChaining, beyondMaximum, otherSourceIdentity, unsupportedMember } from '../errors.ts';
import { principalOf, roleOf } from '../model/roles.ts';
import { marksOf } from '../model/session-policy.ts';
import { secondFactor, told, type StsOperation } from '../operation.ts';

const HOUR = 3600;

/** A session of a role. Whether the role trusts who asks has been weighed before, where that is wished. */
export const assumeRole: StsOperation<'AssumeRole'> = (input, call) => {
  if (input.ProvidedContexts !== undefined) throw unsupportedMember('ProvidedContexts');
  const { MinimumSessionTokenSize: leastToken } = input;
  const role = roleOf(input.RoleArn, call.roles);
  const seconds = input.DurationSeconds ?? HOUR;
  if (seconds > HOUR && call.principalArn.includes(':assumed-role/')) throw beyondChaining();
  if (seconds > role.maxSessionDuration) throw beyondMaximum();
  const parent = call.sessions.describe(call.accessKeyId);
  const marks = marksOf(input, call.roles, parent);
  if (input.SourceIdentity !== undefined && marks.sourceIdentity !== input.SourceIdentity) {
    throw otherSourceIdentity();
  }
  const principal = principalOf(role, input.RoleSessionName, { ...marks, ...secondFactor(input, call) });
  const session = call.sessions.create(principal, { seconds, leastToken });
  return {
    Credentials: told(session),
    AssumedRoleUser: { AssumedRoleId: principal.principalId, Arn: principal.principalArn },
    ...(marks.sourceIdentity !== undefined && { SourceIdentity: marks.sourceIdentity }),
  };
};
