import type { ArnScope } from '../../aws/arn.ts';
import { callService, type RoleAuthority, type RoleUse } from '../../aws/call-service.ts';
import type { Service } from '../../aws/service.ts';
import type { Ids } from '../../kernel/ids.ts';

export interface RunTaskTarget {
  /** Throws AwsError as RunTask does; returns the reasons of its `failures`. `as` is who runs it, for which rule. */
  runTask(
    scope: ArnScope,
    input: unknown,
    as: { readonly role: string; readonly rule: RoleUse } | undefined,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
}

/** RunTask for rules of EventBridge; as their role, where there is an authority that weighs it. */
export function runTaskTarget(ecs: Service, ids: Ids, authority?: RoleAuthority): RunTaskTarget {
  return {
    async runTask(scope, input, as, signal) {
      const role = authority && as && { arn: as.role, by: 'events.amazonaws.com', for: as.rule, authority };
      const call = { operation: 'RunTask', input, scope, signal, ...(role !== undefined && { role }) };
      return reasonsOf(await callService(ecs, ids, call));
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
