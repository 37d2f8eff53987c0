import { type ArnScope, rootArn } from '../../aws/arn.ts';
import type { Service } from '../../aws/service.ts';
import { parseInput } from '../../aws/validate.ts';
import type { Ids } from '../../kernel/ids.ts';

export interface RunTaskTarget {
  /** Throws AwsError as RunTask does; returns the reasons of its `failures`. */
  runTask(scope: ArnScope, input: unknown, signal: AbortSignal): Promise<readonly string[]>;
}

/** RunTask for other services, checked as if it had come over the wire. */
export function runTaskTarget(ecs: Service, ids: Ids): RunTaskTarget {
  return {
    async runTask(scope, input, signal) {
      const parsed = parseInput(ecs.contract, 'RunTask', JSON.stringify(input), ecs.validationError);
      const { partition, region, account } = scope;
      const principalArn = rootArn(scope);
      const context = { requestId: ids.uuid(), account, region, partition, principalArn, signal };
      const output: unknown = await ecs.handle('RunTask', parsed, context);
      return reasonsOf(output);
    },
  };
}

function reasonsOf(output: unknown): readonly string[] {
  if (typeof output !== 'object' || output === null || !('failures' in output)) return [];
  const failures: unknown[] = Array.isArray(output.failures) ? output.failures : [];
  return failures.map((failure) =>
    typeof failure === 'object' && failure !== null && 'reason' in failure
      ? String(failure.reason)
      : 'unknown',
  );
}
