import type { FastifyInstance } from 'fastify';
import { RestRouter } from '../aws/rest/rest-router.ts';
import { serveRestJson } from '../aws/rest/serve-rest-json.ts';
import type { Service } from '../aws/service.ts';
import { awsRequest, type AwsRouteParts, logAnswer, pathOf } from './aws-route.ts';
import { sendAnswer } from './answer-body.ts';
import { BodyLimit } from './body-limit.ts';
import { OWN_PATHS } from './paths-of-their-own.ts';
import type { Wires } from './wire-of.ts';

/** The restJson1 services, which share one place: whose a path is, the signature or the host's name tells. */
export function addRestJsonRoute(
  server: FastifyInstance,
  parts: AwsRouteParts,
  { restServiceOf }: Wires,
): void {
  const { services, log } = parts;
  const limit = new BodyLimit(services, ({ raw }) => restServiceOf(raw));
  const routers = new Map<Service, RestRouter>();
  /** Made when it is first asked for: it reads the tables of all operations. */
  const routerOf = (service: Service): RestRouter => {
    const known = routers.get(service) ?? new RestRouter(service.contract);
    routers.set(service, known);
    return known;
  };
  server.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: `${OWN_PATHS.rest}/*`,
    exposeHeadRoute: false,
    ...limit.options,
    constraints: { wire: 'rest' },
    handler: async (request, reply) => {
      const service = restServiceOf(request.raw);
      if (service === undefined) return reply.callNotFound();
      const body = limit.bodyOf(request, reply);
      if (body === undefined) return reply;
      const path = pathOf(request.originalUrl);
      const answer = await serveRestJson(service, routerOf(service), {
        ...awsRequest(request, reply, parts),
        path,
        body,
      });
      logAnswer(log, request.id, answer, reply.elapsedTime);
      return sendAnswer(reply, answer);
    },
  });
}
