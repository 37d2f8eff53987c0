import { checkCorsRules } from '../../model/cors.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, required } from './settings.ts';

export const putBucketCors: S3Operation<'PutBucketCors'> = (input, call) => {
  checkCorsRules(input.CORSConfiguration.CORSRules);
  return configure(call, input, 'cors', input.CORSConfiguration.CORSRules);
};

export const getBucketCors: S3Operation<'GetBucketCors'> = (input, call) => ({
  CORSRules: [
    ...required(call, input, 'cors', 'NoSuchCORSConfiguration', 'The CORS configuration does not exist'),
  ],
});

export const deleteBucketCors: S3Operation<'DeleteBucketCors'> = (input, call) =>
  configure(call, input, 'cors', undefined);
