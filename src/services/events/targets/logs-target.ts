import { parseArn } from '../../../aws/arn.ts';
import { AwsError } from '../../../aws/aws-error.ts';
import { callService } from '../../../aws/call-service.ts';
import type { Service } from '../../../aws/service.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { LogsTarget } from '../ports.ts';

/**
 * Log groups of a CloudWatch Logs, whichever it is. As by AWS, each group gets a stream with a name that
 * says nothing; it is made when the first event comes, and anew by each run of Longshore.
 */
export function logsTarget(logs: Service, ids: Ids): LogsTarget {
  const streams = new Map<string, string>();
  return {
    async write(groupArn, line, signal) {
      const scope = parseArn(groupArn);
      if (scope === undefined) throw new Error(`${groupArn} is no ARN`);
      const logGroupName = scope.resource.slice('log-group:'.length);
      const call = (operation: string, input: object): Promise<unknown> =>
        callService(logs, ids, { operation, input: { logGroupName, ...input }, scope, signal });
      const put = async (logStreamName: string): Promise<void> => {
        await call('PutLogEvents', { logStreamName, logEvents: [line] });
      };
      const known = streams.get(groupArn);
      if (known !== undefined) {
        try {
          return await put(known);
        } catch (error) {
          // Somebody has deleted the stream, or its group with it: the group may be there again.
          if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
        }
      }
      const logStreamName = ids.uuid();
      await call('CreateLogStream', { logStreamName });
      streams.set(groupArn, logStreamName);
      await put(logStreamName);
    },
  };
}
