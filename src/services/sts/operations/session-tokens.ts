import { rootArn } from '../../../aws/arn.ts';
import { notWithSession } from '../errors.ts';
import { marksOf } from '../model/session-policy.ts';
import { isSession, isUser, secondFactor, type StsCall, told, type StsOperation } from '../operation.ts';

/** Longest session of an account's root, who callers without credentials of ours are. AWS cuts what is more. */
const LONGEST_OF_ROOT = 3600;
/** What users get unless they ask for another time. */
const USUAL_OF_USER = 43_200;

/** Temporary credentials that stand for the caller. */
export const getSessionToken: StsOperation<'GetSessionToken'> = (input, call) => {
  if (isSession(call)) throw notWithSession('GetSessionToken');
  const { account, principalArn, principalId = account } = call;
  const kind = isUser(call) ? 'user' : 'root';
  const origin = { kind, entityArn: principalArn, ...secondFactor(input, call) } as const;
  const who = { account, principalArn, principalId, origin };
  return { Credentials: told(call.sessions.create(who, lifeOf(input, call))) };
};

/** Temporary credentials that stand for a user of somebody else's directory. */
export const getFederationToken: StsOperation<'GetFederationToken'> = (input, call) => {
  if (isSession(call)) throw notWithSession('GetFederationToken');
  const { account, partition } = call;
  const principalArn = `arn:${partition}:sts::${account}:federated-user/${input.Name}`;
  const principalId = `${account}:${input.Name}`;
  const entityArn = isUser(call) ? call.principalArn : rootArn(call);
  const origin = { kind: 'federated', entityArn, ...marksOf(input, call.roles, undefined) } as const;
  const who = { account, principalArn, principalId, origin };
  return {
    Credentials: told(call.sessions.create(who, lifeOf(input, call))),
    FederatedUser: { FederatedUserId: principalId, Arn: principalArn },
  };
};

function lifeOf(
  {
    DurationSeconds: wished,
    MinimumSessionTokenSize: leastToken,
  }: { readonly DurationSeconds?: number; readonly MinimumSessionTokenSize?: number },
  call: StsCall,
): { readonly seconds: number; readonly leastToken: number | undefined } {
  const seconds = isUser(call)
    ? (wished ?? USUAL_OF_USER)
    : Math.min(wished ?? LONGEST_OF_ROOT, LONGEST_OF_ROOT);
  return { seconds, leastToken };
}
