import { headerNotImplemented, illegalVersioning } from '../../errors.ts';
import { refuseUnsupported } from '../../model/unsupported.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, settingsOf } from './settings.ts';

/** Once on, versioning can be suspended and never taken away. */
export const putBucketVersioning: S3Operation<'PutBucketVersioning'> = (input, call) => {
  refuseUnsupported(input);
  const { Status, MFADelete } = input.VersioningConfiguration;
  if (MFADelete === 'Enabled') throw headerNotImplemented('x-amz-mfa');
  if (Status === undefined) throw illegalVersioning();
  return configure(call, input, 'versioning', { Status, ...(MFADelete !== undefined && { MFADelete }) });
};

export const getBucketVersioning: S3Operation<'GetBucketVersioning'> = (input, call) =>
  settingsOf(call, input).versioning ?? {};
