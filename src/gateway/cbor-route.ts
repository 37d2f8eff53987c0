import type { FastifyInstance } from 'fastify';
import { encodeCborRefusal } from '../aws/cbor/cbor-protocol.ts';
import { serveRpcCbor } from '../aws/cbor/serve-rpc-cbor.ts';
import { awsRequest, type AwsRouteParts, logAnswer, pathOf } from './aws-route.ts';
import { sendAnswer } from './answer-body.ts';
import { BodyLimit } from './body-limit.ts';

/** Calls of Smithy's rpcv2Cbor, which say so in a header: `POST /service/NAME/operation/NAME`. */
export function addCborRoute(server: FastifyInstance, parts: AwsRouteParts): void {
  const { services, log } = parts;
  const limit = new BodyLimit(
    services,
    ({ url }) => services.find(({ contract }) => url.includes(`/service/${contract.targetPrefix}/`)),
    (reply, refusal) => sendAnswer(reply, encodeCborRefusal(refusal, reply.request.id)),
  );
  server.route({
    method: 'POST',
    url: '/*',
    ...limit.options,
    constraints: { wire: 'cbor' },
    handler: async (request, reply) => {
      const body = limit.bodyOf(request, reply);
      if (body === undefined) return reply;
      const call = { ...awsRequest(request, reply, parts), path: pathOf(request.url), body };
      const answer = await serveRpcCbor(services, call);
      logAnswer(log, request.id, answer, reply.elapsedTime);
      return sendAnswer(reply, answer);
    },
  });
}
