import { invalidArgument, malformedXml } from '../../errors.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, required } from './settings.ts';

/** Kept and told: website endpoints have hosts of their own, which Longshore does not serve. */
export const putBucketWebsite: S3Operation<'PutBucketWebsite'> = (input, call) => {
  const website = input.WebsiteConfiguration;
  const { IndexDocument, ErrorDocument, RedirectAllRequestsTo, RoutingRules } = website;
  if (RedirectAllRequestsTo !== undefined) {
    if ([IndexDocument, ErrorDocument, RoutingRules].some((other) => other !== undefined))
      throw malformedXml();
  } else if (IndexDocument === undefined) {
    throw invalidArgument(
      'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
    );
  } else if (IndexDocument.Suffix === '' || IndexDocument.Suffix.includes('/')) {
    throw invalidArgument('The IndexDocument Suffix is not well formed');
  }
  if (RoutingRules !== undefined && RoutingRules.length > 50) {
    throw invalidArgument(
      `${RoutingRules.length} routing rules provided, the number of routing rules in a website configuration is limited to 50.`,
    );
  }
  return configure(call, input, 'website', website);
};

export const getBucketWebsite: S3Operation<'GetBucketWebsite'> = (input, call) =>
  required(
    call,
    input,
    'website',
    'NoSuchWebsiteConfiguration',
    'The specified bucket does not have a website configuration',
  );

export const deleteBucketWebsite: S3Operation<'DeleteBucketWebsite'> = (input, call) =>
  configure(call, input, 'website', undefined);
