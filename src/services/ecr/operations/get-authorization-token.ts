import { scopeOf } from '../model/scope.ts';
import type { EcrOperation } from '../operation.ts';

/** One token for each registry that is named, or for the caller's own. */
export const getAuthorizationToken: EcrOperation<'GetAuthorizationToken'> = (input, call) => {
  const registries: readonly (string | undefined)[] = input.registryIds ?? [undefined];
  const { account, principalArn, accessKeyId } = call;
  const holder = { account, principalArn, ...(accessKeyId !== undefined && { accessKeyId }) };
  return {
    authorizationData: registries.map((registryId) => {
      const scope = scopeOf(call, registryId);
      const { password, expiresAt } = call.tokens.issue(scope, holder);
      return {
        authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
        expiresAt: expiresAt / 1000,
        proxyEndpoint: call.address.proxyEndpointOf(scope),
      };
    }),
  };
};
