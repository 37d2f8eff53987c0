import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { AdminPort, EventsQuery } from './admin-port.ts';
import type { InFlight } from './in-flight.ts';
import {
  headOf,
  noContainer,
  type OutputHead,
  type OutputQuery,
  readOutputQuery,
} from './task-output-route.ts';
import { readResetRequest } from './reset-route.ts';
import { badRequest, JSON_TYPE, notFound, refusalBody, type Refusal } from './refusal.ts';

export interface AdminRouteParts {
  readonly admin: AdminPort;
  readonly log: Log;
  readonly inFlight: InFlight;
}

/** Longshore's own API, beside AWS's: what `longshore run` and the health checks of others need. */
export function addAdminRoutes(server: FastifyInstance, { admin, log, inFlight }: AdminRouteParts): void {
  server.get('/_longshore/health', async (_request, reply) => json(reply, 200, await admin.health()));

  server.get<{ Querystring: { arn?: string | string[] } }>('/_longshore/tasks/watch', (request, reply) => {
    const { arn } = request.query;
    if (typeof arn !== 'string' || arn === '') return refuse(reply, badRequest('Give one task ARN: ?arn=…'));
    const events = admin.watch(arn, inFlight.signalFor(reply.raw));
    if (events === undefined) return refuse(reply, noTask(arn));
    return stream(reply, asLines(events, log, 'a task can no longer be watched'));
  });

  server.get<{ Querystring: Query }>('/_longshore/events', (request, reply) => {
    const query = eventsQuery(request.query);
    if (query === undefined) {
      return refuse(
        reply,
        badRequest('Give ?after=<number>, ?follow=true and ?pattern=<JSON> at most once each.'),
      );
    }
    const events = admin.events(query, inFlight.signalFor(reply.raw));
    if ('problem' in events) return refuse(reply, badRequest(events.problem));
    return stream(reply, asLines(events, log, 'events can no longer be told'));
  });

  server.get<{ Params: { task: string }; Querystring: OutputQuery }>(
    '/_longshore/tasks/:task/logs',
    (request, reply) => {
      const { task } = request.params;
      const wanted = readOutputQuery(request.query);
      if ('status' in wanted) return refuse(reply, wanted);
      const output = admin.output(task, wanted, inFlight.signalFor(reply.raw));
      if (output === 'no such task') return refuse(reply, noTask(task));
      if (output === 'no such container') return refuse(reply, noContainer(task, wanted.container ?? ''));
      const problem = 'the output of a task can no longer be shown';
      return stream(reply, asLines(output.entries, log, problem, headOf(output)));
    },
  );

  server.post('/_longshore/tasks/kill', (request, reply) => {
    if (!isJson(request)) return refuse(reply, notJson);
    const arn = bodyOf(request.body)?.['arn'];
    if (typeof arn !== 'string')
      return refuse(reply, badRequest('The body must be JSON: {"arn": "<task ARN>"}.'));
    return admin.kill(arn) ? json(reply, 200, {}) : refuse(reply, noTask(arn));
  });

  server.post('/_longshore/reset', async (request, reply) => {
    if (!isJson(request)) return refuse(reply, notJson);
    const fields = bodyOf(request.body);
    if (fields === undefined) return refuse(reply, badRequest('The body must be JSON: {} for everything.'));
    const wanted = readResetRequest(fields, admin.services);
    if ('status' in wanted) return refuse(reply, wanted);
    try {
      return json(reply, 200, { removed: await admin.reset(wanted, inFlight.signalFor(reply.raw)) });
    } catch (error) {
      log.error({ err: error }, `the reset did not succeed: ${messageOf(error)}`);
      return refuse(reply, notReset(error));
    }
  });

  server.get<{ Querystring: Query }>('/_longshore/state', (request, reply) => {
    const wanted = readResetRequest(request.query, admin.services);
    return 'status' in wanted ? refuse(reply, wanted) : json(reply, 200, admin.stored(wanted));
  });
}

/** One event a line. The reader's pace is the pace: nothing is taken from `events` before it is wanted. */
async function* asLines(
  events: AsyncIterable<unknown>,
  log: Log,
  problem: string,
  head?: OutputHead,
): AsyncGenerator<string> {
  if (head !== undefined) yield `${JSON.stringify(head)}\n`;
  try {
    for await (const event of events) yield `${JSON.stringify(event)}\n`;
  } catch (error) {
    // The head of the answer has been sent: all that is left is to cut the stream short.
    log.error({ err: error }, `${problem}: ${messageOf(error)}`);
    throw error;
  }
}

/** A browser sends this content type across origins only after asking, and is never told yes. */
function isJson({ headers }: FastifyRequest): boolean {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === JSON_TYPE;
}

const notJson = badRequest(`The content type must be ${JSON_TYPE}.`);

const notReset = (error: unknown): Refusal => ({
  status: 500,
  type: 'ServerException',
  message: `Not everything could be reset: ${messageOf(error)}. What was ended stays ended; try again.`,
});

/** `undefined` for what is no JSON object. */
function bodyOf(body: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!(body instanceof Uint8Array)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `undefined` where it says what cannot be. */
function eventsQuery({ after, follow, pattern }: Query): EventsQuery | undefined {
  if (typeof after === 'object' || typeof follow === 'object' || typeof pattern === 'object')
    return undefined;
  if (after !== undefined && !/^\d{1,15}$/.test(after)) return undefined;
  if (follow !== undefined && follow !== 'true' && follow !== 'false') return undefined;
  return {
    follow: follow === 'true',
    ...(after !== undefined && { after: Number(after) }),
    ...(pattern !== undefined && { pattern }),
  };
}

function stream(reply: FastifyReply, lines: AsyncIterable<string>): FastifyReply {
  const body = Readable.from(lines, { objectMode: false });
  reply.type('application/x-ndjson').header('cache-control', 'no-store').send(body);
  // Whoever follows knows at once that it has begun, also where the first line is long in coming.
  reply.raw.flushHeaders();
  return reply;
}

const noTask = (arn: string): Refusal => notFound(`There is no task ${arn.slice(0, 300)}.`);

function json(reply: FastifyReply, status: number, value: unknown): FastifyReply {
  return reply.code(status).type(JSON_TYPE).header('cache-control', 'no-store').send(JSON.stringify(value));
}

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(refusal.status).type(JSON_TYPE).send(refusalBody(refusal));
}
