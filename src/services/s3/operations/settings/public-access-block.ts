import type { PublicAccessBlockConfiguration } from '../../../../aws/contract/s3.types.gen.ts';
import { noSuchSetting } from '../../errors.ts';
import type { Settings } from '../../model/settings.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, settingsOf } from './settings.ts';

/** All four are on in a bucket that AWS makes today. `undefined`: they were deleted. */
export function blocksOf({ publicAccessBlock }: Settings): PublicAccessBlockConfiguration | undefined {
  if (publicAccessBlock === 'none') return undefined;
  return (
    publicAccessBlock ?? {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    }
  );
}

export const putPublicAccessBlock: S3Operation<'PutPublicAccessBlock'> = (input, call) => {
  const off = {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
  return configure(call, input, 'publicAccessBlock', { ...off, ...input.PublicAccessBlockConfiguration });
};

export const getPublicAccessBlock: S3Operation<'GetPublicAccessBlock'> = (input, call) => {
  const blocks = blocksOf(settingsOf(call, input));
  if (blocks === undefined) {
    throw noSuchSetting(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
      input.Bucket,
    );
  }
  return { PublicAccessBlockConfiguration: blocks };
};

export const deletePublicAccessBlock: S3Operation<'DeletePublicAccessBlock'> = (input, call) =>
  configure(call, input, 'publicAccessBlock', 'none');
