import type { Clock } from '../../kernel/clock.ts';
import { unreachable } from '../../kernel/errors.ts';
import { canonicalPath } from './canonical-path.ts';
import { answerCredentials, type CredentialsParts } from './credentials/credentials-route.ts';
import type { TaskFaults } from './faults/task-faults.ts';
import { type EndpointAnswer, type EndpointHandler, type EndpointRequest, notFound } from './handler.ts';
import { answerMetadata, answerV2Metadata, type MetadataParts } from './metadata-route.ts';
import { answerProtection, type ProtectionParts } from './protection/protection-route.ts';
import { RateLimit } from './rate-limit.ts';
import { methodNotAllowed, movedTo, plain } from './responses.ts';
import { type Route, routeOf } from './routes.ts';
import { answerStats, answerV2Stats, type StatsParts } from './stats/stats-route.ts';
import { v2Asker } from './v2-lookup.ts';

export interface EndpointParts extends CredentialsParts, MetadataParts, StatsParts, ProtectionParts {
  readonly faults: TaskFaults;
  readonly clock: Clock;
}

/** The agent's steady rate and burst, over all tasks. */
const perSecond = 40;
const burst = 60;

/** All that 169.254.170.2 answers, and nothing else of Longshore. */
export function endpointHandler(parts: EndpointParts): EndpointHandler {
  const limit = new RateLimit(parts.clock, perSecond, burst);
  return async (request, signal) => {
    if (!limit.take()) return plain(429, 'You have reached maximum request limit.');
    const path = canonicalPath(request.path);
    if (path !== request.path) return movedTo(path + queryOf(request.query));
    const route = routeOf(path, request.query);
    return route === undefined ? notFound(request, signal) : answer(parts, route, request, signal);
  };
}

const queryOf = (query: URLSearchParams): string => (query.size === 0 ? '' : `?${query.toString()}`);

async function answer(
  parts: EndpointParts,
  route: Route,
  request: EndpointRequest,
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  switch (route.kind) {
    case 'task-protection':
      return answerProtection(parts, route.id, request, signal);
    case 'fault':
      return parts.faults.answer(route, request, signal);
    default:
      return request.method === 'GET' || request.method === 'HEAD'
        ? tell(parts, route, request, signal)
        : methodNotAllowed();
  }
}

/** What only looks. */
async function tell(
  parts: EndpointParts,
  route: Exclude<Route, { kind: 'task-protection' | 'fault' }>,
  request: EndpointRequest,
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  const askerOf = (dockerId: string | undefined, text: (id: string) => string): ReturnType<typeof v2Asker> =>
    v2Asker(parts, request.source, dockerId, text, signal);
  switch (route.kind) {
    case 'credentials':
      return answerCredentials(parts, route, request, signal);
    case 'v2-metadata': {
      const asker = await askerOf(
        route.dockerId,
        (id) => `Unable to generate metadata for container '${id}'`,
      );
      return 'status' in asker ? asker : answerV2Metadata(parts, route, asker, signal);
    }
    case 'v2-stats': {
      const asker = await askerOf(route.dockerId, (id) => `Unable to get container stats for: ${id}`);
      return 'status' in asker ? asker : answerV2Stats(parts.stats, asker, signal);
    }
    case 'container':
    case 'task':
    case 'associations':
      return answerMetadata(parts, route, signal);
    case 'container-stats':
    case 'task-stats':
      return answerStats(parts, route, signal);
    default:
      return unreachable(route);
  }
}
