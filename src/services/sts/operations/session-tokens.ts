import { notWithSession } from '../errors.ts';
import { checkSessionPolicy, checkSessionTags } from '../model/session-policy.ts';
import { isSession, told, type StsOperation } from '../operation.ts';

/** Longest session of an account's root, which is who callers without a session are. AWS cuts what is more. */
const LONGEST_OF_ROOT = 3600;

/** Temporary credentials that stand for the caller. */
export const getSessionToken: StsOperation<'GetSessionToken'> = (input, call) => {
  if (isSession(call)) throw notWithSession('GetSessionToken');
  const { account, principalArn } = call;
  const seconds = Math.min(input.DurationSeconds ?? LONGEST_OF_ROOT, LONGEST_OF_ROOT);
  return {
    Credentials: told(call.sessions.create({ account, principalArn, principalId: account }, seconds)),
  };
};

/** Temporary credentials that stand for a user of somebody else's directory. */
export const getFederationToken: StsOperation<'GetFederationToken'> = (input, call) => {
  if (isSession(call)) throw notWithSession('GetFederationToken');
  checkSessionPolicy(input.Policy);
  checkSessionTags(input.Tags);
  const { account, partition } = call;
  const principalArn = `arn:${partition}:sts::${account}:federated-user/${input.Name}`;
  const principalId = `${account}:${input.Name}`;
  const seconds = Math.min(input.DurationSeconds ?? LONGEST_OF_ROOT, LONGEST_OF_ROOT);
  return {
    Credentials: told(call.sessions.create({ account, principalArn, principalId }, seconds)),
    FederatedUser: { FederatedUserId: principalId, Arn: principalArn },
  };
};
