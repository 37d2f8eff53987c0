import type { ObjectSource } from '../../agent/hooks/secrets/sources.ts';
import { innerCall } from '../../aws/inner-call.ts';
import type { Service } from '../../aws/service.ts';
import { isRecord } from './members.ts';

/** The agent's way to environment files of an Amazon S3 that somebody else runs. */
export function upstreamObjects(s3: Service): ObjectSource {
  return {
    async get(Bucket, Key, call) {
      const answer = await s3.handle('GetObject', { Bucket, Key }, innerCall(call));
      const body = isRecord(answer) ? answer['Body'] : undefined;
      return body instanceof Uint8Array ? body : new Uint8Array();
    },
  };
}
