import { notImplemented } from '../../errors.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, settingsOf } from './settings.ts';

/** The whole configuration is replaced; an empty one turns notifications off. */
export const putBucketNotificationConfiguration: S3Operation<'PutBucketNotificationConfiguration'> = (
  input,
  call,
) => {
  const { TopicConfigurations, QueueConfigurations, LambdaFunctionConfigurations, EventBridgeConfiguration } =
    input.NotificationConfiguration;
  const others = [TopicConfigurations, QueueConfigurations, LambdaFunctionConfigurations];
  if (others.some((list) => list !== undefined && list.length > 0)) {
    throw notImplemented(
      'PutBucketNotificationConfiguration with a destination other than Amazon EventBridge',
    );
  }
  const kept = EventBridgeConfiguration === undefined ? undefined : { EventBridgeConfiguration };
  return configure(call, input, 'notification', kept);
};

export const getBucketNotificationConfiguration: S3Operation<'GetBucketNotificationConfiguration'> = (
  input,
  call,
) => settingsOf(call, input).notification ?? {};
