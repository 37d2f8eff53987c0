import type { Credentials, StsOperationName, StsOperations } from '../../aws/contract/sts.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { RoleSource } from './model/roles.ts';
import type { SessionRecord, Sessions } from './model/sessions.ts';

/** All that an operation works with. */
export interface StsCall extends RequestContext {
  readonly sessions: Sessions;
  readonly roles: RoleSource;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type StsOperation<Name extends StsOperationName> = (
  input: StsOperations[Name]['input'],
  call: StsCall,
) => StsOperations[Name]['output'];

/** The caller came with temporary credentials. */
export const isSession = ({ sessions, accessKeyId }: StsCall): boolean =>
  sessions.describe(accessKeyId) !== undefined;

export const isUser = ({ principalArn }: StsCall): boolean => principalArn.includes(':user/');

/** A second factor that a call names, with its code. */
export const secondFactor = (
  { SerialNumber, TokenCode }: { readonly SerialNumber?: string; readonly TokenCode?: string },
  { now }: StsCall,
): { readonly mfaAt?: number } =>
  SerialNumber !== undefined && TokenCode !== undefined ? { mfaAt: now } : {};

/** Credentials as AWS answers them. */
export function told({ accessKeyId, secretAccessKey, token, expiresAt }: SessionRecord): Credentials {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: token,
    Expiration: expiresAt / 1000,
  };
}
