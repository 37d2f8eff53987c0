import type { Agent } from '../agent/agent.ts';
import type { LinkLocal } from '../agent/network/link-local.ts';
import type { AdminPort } from '../gateway/admin-port.ts';
import type { Clock } from '../kernel/clock.ts';
import { countTasks } from '../services/ecs/count-tasks.ts';
import { type EventLog, lookOn } from '../services/events/index.ts';
import type { Authorizer } from '../services/iam/index.ts';
import { reset, type ResetParts, stored } from './reset.ts';
import type { Installation } from '../store/installation.ts';

/** What stands behind the gateway's `/_longshore` routes. */
export function adminPort(parts: {
  readonly agent: Agent;
  readonly eventLog: EventLog;
  readonly linkLocal: LinkLocal | undefined;
  readonly authorizer: Authorizer | undefined;
  readonly installation: Installation;
  readonly clock: Clock;
  readonly version: string;
  readonly holdings: ResetParts['holdings'];
  readonly seed: ResetParts['seed'];
}): AdminPort {
  const { agent, linkLocal, eventLog, authorizer, installation, clock, version } = parts;
  const resetParts: ResetParts = {
    ...parts,
    store: installation.store,
    tidy: (all, signal) => agent.tidy(all, signal),
  };
  const startedAt = clock.now();
  return {
    async health() {
      const engine = await agent.status();
      return {
        status: engine.reachable ? 'ok' : 'degraded',
        version,
        engine,
        linkLocal: linkLocal?.state ?? { way: 'off' },
        iam:
          authorizer === undefined ? { mode: 'off' } : { mode: authorizer.mode, denials: authorizer.denials },
        securityGroups: agent.securityGroups.state,
        tasks: countTasks(installation.store),
        uptimeSeconds: Math.round((clock.now() - startedAt) / 1000),
      };
    },
    watch: (taskArn, signal) => agent.watch(taskArn, signal),
    output: (task, request, signal) => agent.output(task, request, signal),
    kill: (taskArn) => agent.kill(taskArn),
    events: (query, signal) => lookOn(eventLog, query, signal),
    services: parts.holdings.map(({ service }) => service),
    reset: (request, signal) => reset(resetParts, request, signal),
    stored: (request) => stored(resetParts, request),
  };
}
