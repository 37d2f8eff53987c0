import { malformedXml } from '../../errors.ts';
import { checkDefault } from '../../model/encryption.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, settingsOf } from './settings.ts';

export const putBucketEncryption: S3Operation<'PutBucketEncryption'> = (input, call) => {
  const { Rules } = input.ServerSideEncryptionConfiguration;
  if (Rules.length !== 1) throw malformedXml();
  checkDefault(call, Rules);
  const kept = Rules.map((rule) => ({
    ...rule,
    BucketKeyEnabled: rule.BucketKeyEnabled ?? false,
  }));
  return configure(call, input, 'encryption', { Rules: kept });
};

/** Every bucket has a default, by Amazon S3's own keys. */
export const getBucketEncryption: S3Operation<'GetBucketEncryption'> = (input, call) => ({
  ServerSideEncryptionConfiguration: settingsOf(call, input).encryption ?? {
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
  },
});

export const deleteBucketEncryption: S3Operation<'DeleteBucketEncryption'> = (input, call) =>
  configure(call, input, 'encryption', undefined);
