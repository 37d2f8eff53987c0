import { idDiffers } from '../../errors.ts';
import type { S3Operation } from '../../operation.ts';
import { configurationNamed, configure, settingsOf, withConfiguration } from './settings.ts';

/*
 * Metrics and Intelligent-Tiering. Kept and told: CloudWatch's metrics of requests are not made, and the tiers
 * of a class differ only in price.
 */

export const putBucketMetricsConfiguration: S3Operation<'PutBucketMetricsConfiguration'> = (input, call) => {
  const { MetricsConfiguration: row, Id } = input;
  if (row.Id !== Id) throw idDiffers();
  return configure(call, input, 'metrics', withConfiguration(settingsOf(call, input).metrics, row));
};
export const getBucketMetricsConfiguration: S3Operation<'GetBucketMetricsConfiguration'> = (input, call) => ({
  MetricsConfiguration: configurationNamed(settingsOf(call, input).metrics, input),
});
export const deleteBucketMetricsConfiguration: S3Operation<'DeleteBucketMetricsConfiguration'> = (
  input,
  call,
) => {
  const { metrics } = settingsOf(call, input);
  const { Id } = configurationNamed(metrics, input);
  return configure(
    call,
    input,
    'metrics',
    metrics?.filter((row) => row.Id !== Id),
  );
};
export const listBucketMetricsConfigurations: S3Operation<'ListBucketMetricsConfigurations'> = (
  input,
  call,
) => ({
  IsTruncated: false,
  MetricsConfigurationList: [...(settingsOf(call, input).metrics ?? [])],
});

export const putBucketTiering: S3Operation<'PutBucketIntelligentTieringConfiguration'> = (input, call) => {
  const { IntelligentTieringConfiguration: row, Id } = input;
  if (row.Id !== Id) throw idDiffers();
  const rows = withConfiguration(settingsOf(call, input).intelligentTiering, row);
  return configure(call, input, 'intelligentTiering', rows);
};
export const getBucketTiering: S3Operation<'GetBucketIntelligentTieringConfiguration'> = (input, call) => ({
  IntelligentTieringConfiguration: configurationNamed(settingsOf(call, input).intelligentTiering, input),
});
export const deleteBucketTiering: S3Operation<'DeleteBucketIntelligentTieringConfiguration'> = (
  input,
  call,
) => {
  const { intelligentTiering } = settingsOf(call, input);
  const { Id } = configurationNamed(intelligentTiering, input);
  return configure(
    call,
    input,
    'intelligentTiering',
    intelligentTiering?.filter((row) => row.Id !== Id),
  );
};
export const listBucketTiering: S3Operation<'ListBucketIntelligentTieringConfigurations'> = (
  input,
  call,
) => ({
  IsTruncated: false,
  IntelligentTieringConfigurationList: [...(settingsOf(call, input).intelligentTiering ?? [])],
});
