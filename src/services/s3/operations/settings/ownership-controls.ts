import { aclWithOwnership, malformedXml, noSuchSetting } from '../../errors.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, settingsOf } from './settings.ts';

export const putBucketOwnershipControls: S3Operation<'PutBucketOwnershipControls'> = (input, call) => {
  const { Rules } = input.OwnershipControls;
  if (Rules.length !== 1) throw malformedXml();
  const { acl = [] } = settingsOf(call, input);
  // A list that grants nothing to others changes nothing by being off.
  if (Rules[0]?.ObjectOwnership === 'BucketOwnerEnforced' && acl.length > 1) throw aclWithOwnership();
  return configure(call, input, 'ownershipControls', input.OwnershipControls);
};

export const getBucketOwnershipControls: S3Operation<'GetBucketOwnershipControls'> = (input, call) => {
  const { ownershipControls } = settingsOf(call, input);
  if (ownershipControls === 'none') {
    throw noSuchSetting(
      'OwnershipControlsNotFoundError',
      'The bucket ownership controls were not found',
      input.Bucket,
    );
  }
  return { OwnershipControls: ownershipControls ?? { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } };
};

export const deleteBucketOwnershipControls: S3Operation<'DeleteBucketOwnershipControls'> = (input, call) =>
  configure(call, input, 'ownershipControls', 'none');
