import { layerNotFound } from '../errors.ts';
import { theRepository } from '../model/repositories.ts';
import { urlToken } from '../registry/authorize.ts';
import type { EcrOperation } from '../operation.ts';

/** A URL that carries its own right, as those of AWS do. */
export const getDownloadUrlForLayer: EcrOperation<'GetDownloadUrlForLayer'> = (input, call) => {
  const { account, region, name } = theRepository(call, input);
  const { layerDigest } = input;
  if (call.tables.layers.get(account, region, name, layerDigest) === undefined) {
    throw layerNotFound(layerDigest, name, account);
  }
  const { password } = call.tokens.issue({ account, region });
  return {
    downloadUrl: `${call.endpoint}/v2/${name}/blobs/${layerDigest}?${urlToken}=${encodeURIComponent(password)}`,
    layerDigest,
  };
};
