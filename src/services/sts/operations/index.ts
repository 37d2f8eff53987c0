import { accountOfAccessKey } from '../../../aws/access-key-id.ts';
import type { StsOperationName } from '../../../aws/contract/sts.types.gen.ts';
import { undecodable } from '../errors.ts';
import type { StsOperation } from '../operation.ts';
import { assumeRole } from './assume-role.ts';
import { assumeRoleWithSaml } from './assume-role-with-saml.ts';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { getFederationToken, getSessionToken } from './session-tokens.ts';

/** What is implemented, or refused with a reason. The rest answers `notImplemented`. */
export const operations: { readonly [Name in StsOperationName]?: StsOperation<Name> } = {
  AssumeRole: assumeRole,
  AssumeRoleWithSAML: assumeRoleWithSaml,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
  DecodeAuthorizationMessage: () => {
    throw undecodable();
  },
  GetAccessKeyInfo: (input) => ({ Account: accountOfAccessKey(input.AccessKeyId) }),
  GetCallerIdentity: getCallerIdentity,
  GetFederationToken: getFederationToken,
  GetSessionToken: getSessionToken,
};
