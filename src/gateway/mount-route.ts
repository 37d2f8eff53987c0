import type { FastifyInstance } from 'fastify';
import type { HttpMount } from '../aws/http-mount.ts';
import type { Clock } from '../kernel/clock.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { cutWhenIdle } from './idle-cut.ts';
import type { InFlight } from './in-flight.ts';

export interface MountParts {
  readonly mounts: readonly HttpMount[];
  readonly clock: Clock;
  readonly log: Log;
  readonly inFlight: InFlight;
}

/** The parts of services that speak HTTP of their own. Bodies are not read here: they stream. */
export function addMounts(server: FastifyInstance, { mounts, inFlight, clock, log }: MountParts): void {
  for (const mount of mounts) {
    void server.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
      scope.route({
        method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        url: `${mount.path}*`,
        async handler(request, reply) {
          const path = request.url.split('?', 1)[0] ?? '';
          if (path !== mount.path && !path.startsWith(`${mount.path}/`)) return reply.callNotFound();
          reply.hijack();
          cutWhenIdle(clock, request.raw.socket, reply.raw);
          const signal = inFlight.signalFor(reply.raw);
          try {
            await mount.handle(request.raw, reply.raw, { requestId: request.id, signal });
          } catch (error) {
            log.error({ requestId: request.id, err: error }, `${mount.path} failed: ${messageOf(error)}`);
            reply.raw.destroy();
          }
          return reply;
        },
      });
      done();
    });
  }
}

/** Whether a request is for one of them, and so may take its time. */
export function isMounted(mounts: readonly Pick<HttpMount, 'path'>[], url: string | undefined): boolean {
  return mounts.some(({ path }) => url === path || url?.startsWith(`${path}/`) === true);
}
