import { checkedRules } from '../../model/lifecycle-rules.ts';
import { malformedXml } from '../../errors.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, required } from './settings.ts';

const DEFAULT_SIZE = 'all_storage_classes_128K';

export const putBucketLifecycleConfiguration: S3Operation<'PutBucketLifecycleConfiguration'> = (
  input,
  call,
) => {
  const rules = input.LifecycleConfiguration?.Rules;
  if (rules === undefined) throw malformedXml();
  const minimumSize = input.TransitionDefaultMinimumObjectSize ?? DEFAULT_SIZE;
  configure(call, input, 'lifecycle', { rules: checkedRules(rules, call.ids), minimumSize });
  return { TransitionDefaultMinimumObjectSize: minimumSize };
};

export const getBucketLifecycleConfiguration: S3Operation<'GetBucketLifecycleConfiguration'> = (
  input,
  call,
) => {
  const { rules, minimumSize } = required(
    call,
    input,
    'lifecycle',
    'NoSuchLifecycleConfiguration',
    'The lifecycle configuration does not exist',
  );
  return { Rules: [...rules], TransitionDefaultMinimumObjectSize: minimumSize };
};

export const deleteBucketLifecycle: S3Operation<'DeleteBucketLifecycle'> = (input, call) =>
  configure(call, input, 'lifecycle', undefined);
