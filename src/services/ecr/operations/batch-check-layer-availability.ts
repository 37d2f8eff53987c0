import type { Layer, LayerFailure } from '../../../aws/contract/ecr.types.gen.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const batchCheckLayerAvailability: EcrOperation<'BatchCheckLayerAvailability'> = (input, call) => {
  const { account, region, name } = theRepository(call, input);
  const layers: Layer[] = [];
  const failures: LayerFailure[] = [];
  for (const layerDigest of input.layerDigests) {
    if (layerDigest === '') {
      failures.push({
        layerDigest,
        failureCode: 'MissingLayerDigest',
        failureReason: 'Invalid request parameters: layer digest cannot be empty',
      }); // (I)
      continue;
    }
    if (!/^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/.test(layerDigest)) {
      failures.push({
        layerDigest,
        failureCode: 'InvalidLayerDigest',
        failureReason: `Invalid request parameters: layer digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'`,
      });
      continue;
    }
    const layer = call.tables.layers.get(account, region, name, layerDigest);
    layers.push(
      layer === undefined
        ? { layerDigest, layerAvailability: 'UNAVAILABLE' }
        : {
            layerDigest,
            layerAvailability: 'AVAILABLE',
            layerSize: layer.size,
            mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
          },
    );
  }
  return { layers, failures };
};
