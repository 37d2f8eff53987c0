import type { ProtectionAnswer, TaskProtection } from '../../agent/endpoint/protection/task-protection.ts';
import type { TagSource } from '../../agent/endpoint/tags.ts';
import type { GetTaskProtectionResponse } from '../../aws/contract/ecs.types.gen.ts';
import { partitionOf, rootArn } from '../../aws/arn.ts';
import { parseEcsArn } from '../../aws/ecs-arn.ts';
import { taskNotFound } from './errors.ts';
import type { EcsParts } from './index.ts';
import { ecsTables } from './model/tables.ts';
import { readTags } from './model/tags.ts';
import type { EcsCall } from './operation.ts';
import { getTaskProtection } from './operations/get-task-protection.ts';
import { updateTaskProtection } from './operations/update-task-protection.ts';
import { defaultNetworks } from './model/tasks/subnets.ts';

/** What containers ask ECS for through the agent. */
export interface AgentPorts {
  readonly protection: TaskProtection;
  readonly tags: TagSource;
}

export function agentPorts(parts: EcsParts): AgentPorts {
  const tables = ecsTables(parts.store);
  const call = <Answer>(
    taskArn: string,
    signal: AbortSignal,
    work: (call: EcsCall, cluster: string) => Answer,
  ): Promise<Answer> =>
    // Within `then`, so that what is thrown rejects.
    Promise.resolve().then(() => {
      const arn = parseEcsArn(taskArn);
      const task = tables.tasks.get(taskArn);
      if (arn === undefined || task === undefined) throw taskNotFound();
      return parts.store.transaction(() => work(callOf(parts, tables, task, signal), task.clusterArn));
    });
  return {
    protection: {
      get: (arn, signal) =>
        call(arn, signal, (asked, cluster) => answerOf(getTaskProtection({ cluster, tasks: [arn] }, asked))),
      update: (arn, { enabled, expiresInMinutes }, signal) =>
        call(arn, signal, (asked, cluster) =>
          answerOf(
            updateTaskProtection(
              {
                cluster,
                tasks: [arn],
                protectionEnabled: enabled,
                ...(expiresInMinutes !== undefined && { expiresInMinutes }),
              },
              asked,
            ),
          ),
        ),
    },
    tags: {
      tagsOf: (resourceArn) =>
        Promise.resolve(
          Object.fromEntries(
            readTags({ tables }, resourceArn).map(({ key = '', value = '' }) => [key, value]),
          ),
        ),
    },
  };
}

/** As the task itself would call. */
function callOf(
  { clock, ids, installation, networks = defaultNetworks }: EcsParts,
  tables: EcsCall['tables'],
  { account, region }: { readonly account: string; readonly region: string },
  signal: AbortSignal,
): EcsCall {
  const partition = partitionOf(region);
  const caller = { partition, account, region, principalArn: rootArn({ partition, account }) };
  const requestId = ids.uuid();
  return { ...caller, requestId, signal, tables, now: clock.now(), ids, installation, networks };
}

function answerOf({ protectedTasks = [], failures = [] }: GetTaskProtectionResponse): ProtectionAnswer {
  const [failure] = failures;
  if (failure !== undefined) {
    const { arn = '', reason = '', detail } = failure;
    return { kind: 'failure', arn, reason, ...(detail !== undefined && { detail }) };
  }
  const [answer] = protectedTasks;
  if (answer?.taskArn === undefined) throw new Error('neither a protected task nor a failure was answered');
  const { taskArn, protectionEnabled = false, expirationDate } = answer;
  return {
    kind: 'protection',
    taskArn,
    enabled: protectionEnabled,
    ...(expirationDate !== undefined && { expiresAt: expirationDate * 1000 }),
  };
}
