import type { ArnScope } from '../../aws/arn.ts';
import { callService } from '../../aws/call-service.ts';
import type { Service } from '../../aws/service.ts';
import type { Ids } from '../../kernel/ids.ts';

export interface RunTaskTarget {
  /** Throws AwsError as RunTask does; returns the reasons of its `failures`. */
  runTask(scope: ArnScope, input: unknown, signal: AbortSignal): Promise<readonly string[]>;
}

/** RunTask for what starts tasks by itself, such as a rule of EventBridge. */
export function runTaskTarget(ecs: Service, ids: Ids): RunTaskTarget {
  return {
    async runTask(scope, input, signal) {
      return reasonsOf(await callService(ecs, ids, { operation: 'RunTask', input, scope, signal }));
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
