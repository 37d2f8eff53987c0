import { beyondChaining, beyondMaximum } from '../errors.ts';
import { principalOf, roleOf } from '../model/roles.ts';
import { checkSessionPolicy, checkSessionTags } from '../model/session-policy.ts';
import { told, type StsOperation } from '../operation.ts';

const HOUR = 3600;

/** A session of a role. Trust policies are not evaluated, so whoever asks may assume it. */
export const assumeRole: StsOperation<'AssumeRole'> = (input, call) => {
  const role = roleOf(input.RoleArn, call.roles);
  const seconds = input.DurationSeconds ?? HOUR;
  if (seconds > HOUR && call.principalArn.includes(':assumed-role/')) throw beyondChaining();
  if (seconds > role.maxSessionDuration) throw beyondMaximum();
  checkSessionPolicy(input.Policy);
  checkSessionTags(input.Tags);
  const principal = principalOf(role, input.RoleSessionName);
  const session = call.sessions.create(principal, seconds);
  return {
    Credentials: told(session),
    AssumedRoleUser: { AssumedRoleId: principal.principalId, Arn: principal.principalArn },
    ...(input.SourceIdentity !== undefined && { SourceIdentity: input.SourceIdentity }),
  };
};
