import type { StsOperation } from '../operation.ts';

/** Whom the credentials stand for; the id of an account's root is the account. */
export const getCallerIdentity: StsOperation<'GetCallerIdentity'> = (_input, call) => ({
  UserId: call.principalId ?? call.account,
  Account: call.account,
  Arn: call.principalArn,
});
