import type { FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import type { Service } from '../aws/service.ts';
import { limits } from './limits.ts';
import { JSON_TYPE, type Refusal, refusalBody, tooLarge } from './refusal.ts';

/** The largest body of each call is that of its service: `serviceOf` tells it from the head. */
export class BodyLimit {
  readonly #serviceOf: (request: FastifyRequest) => Service | undefined;
  readonly #services: readonly Service[];
  readonly #refuse: RefuseBody;

  /** `refuse` answers in words of the protocol that a client can read. */
  constructor(
    services: readonly Service[],
    serviceOf: (request: FastifyRequest) => Service | undefined,
    refuse: RefuseBody = inJson,
  ) {
    this.#services = services;
    this.#serviceOf = serviceOf;
    this.#refuse = refuse;
  }

  get options(): Pick<RouteShorthandOptions, 'bodyLimit' | 'preParsing' | 'errorHandler'> {
    return {
      bodyLimit: Math.max(limits.body, ...this.#services.map(({ largestBody = 0 }) => largestBody)),
      // Before anything is read; a client that does not say how much it sends is refused afterwards.
      preParsing: (request, reply, payload, done) => {
        const largest = this.#largestOf(request);
        if (Number(request.headers['content-length'] ?? 0) > largest)
          return void this.#refuse(reply, tooLarge(largest));
        done(null, payload);
      },
      errorHandler: (error, request, reply) => {
        if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
        this.#refuse(reply, tooLarge(this.#largestOf(request)));
      },
    };
  }

  /** The body that was read; `undefined` where it was too large, which has been answered. */
  bodyOf(request: FastifyRequest, reply: FastifyReply): Uint8Array | undefined {
    const body = request.body instanceof Uint8Array ? request.body : NO_BODY;
    const largest = this.#largestOf(request);
    if (body.length <= largest) return body;
    this.#refuse(reply, tooLarge(largest));
    return undefined;
  }

  #largestOf(request: FastifyRequest): number {
    return this.#serviceOf(request)?.largestBody ?? limits.body;
  }
}

const NO_BODY = new Uint8Array();

type RefuseBody = (reply: FastifyReply, refusal: Refusal) => FastifyReply;

const inJson: RefuseBody = (reply, refusal) =>
  reply.code(refusal.status).type(JSON_TYPE).send(refusalBody(refusal));
