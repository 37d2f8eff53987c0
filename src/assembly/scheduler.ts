import type { RoleAuthority } from '../aws/call-service.ts';
import type { Service } from '../aws/service.ts';
import type { TargetUpstreams } from '../aws/targets/target-upstreams.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { type Scheduler, schedulerService, sdkNameOf } from '../services/scheduler/index.ts';
import type { Store } from '../store/store.ts';

export interface OpenSchedulerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly upstreams: TargetUpstreams;
  readonly authority: RoleAuthority | undefined;
}

/** The Scheduler may call any service that is here, itself included. */
export function openScheduler(parts: OpenSchedulerParts, others: readonly Service[]): Scheduler {
  const byName = new Map(others.map((service) => [sdkNameOf(service), service]));
  const scheduler = schedulerService({
    ...parts,
    targets: {
      service: (name) => byName.get(name),
      upstreams: parts.upstreams,
      ...(parts.authority !== undefined && { authority: parts.authority }),
    },
  });
  byName.set(sdkNameOf(scheduler.service), scheduler.service);
  return scheduler;
}
