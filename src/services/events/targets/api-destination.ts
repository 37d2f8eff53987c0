import type { ArnScope } from '../../../aws/arn.ts';
import type { CreateConnectionAuthRequestParameters } from '../../../aws/contract/events.types.gen.ts';
import type { Cipher } from '../../../kernel/cipher.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { DeadlineError, withDeadline } from '../../../kernel/deadline.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { DeliveryError } from '../deliveries/delivery-error.ts';
import { nameInArn } from '../model/arns.ts';
import { openParameters } from '../model/connection-secrets.ts';
import type { ApiDestinationRecord, ConnectionRecord, Delivery, EventsTables } from '../model/tables.ts';
import { Authorizations } from './authorization.ts';
import { httpCall, type HttpAnswer, type HttpCall } from './http-call.ts';
import { RateLimit } from './rate-limit.ts';

export interface ApiDestinationsParts {
  readonly tables: EventsTables;
  readonly clock: Clock;
  readonly cipher: Cipher;
  /** Replaced in tests. */
  readonly call?: (call: HttpCall, signal: AbortSignal) => Promise<HttpAnswer>;
}

/** What AWS allows a target to take. */
const deadline = 5000;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
export class ApiDestinations {
  readonly #tables: EventsTables;
  readonly #clock: Clock;
  readonly #cipher: Cipher;
  readonly #call: NonNullable<ApiDestinationsParts['call']>;
  readonly #authorizations: Authorizations;
  readonly #limit: RateLimit;

  constructor({ tables, clock, cipher, call = httpCall }: ApiDestinationsParts) {
    this.#tables = tables;
    this.#clock = clock;
    this.#cipher = cipher;
    this.#call = call;
    this.#authorizations = new Authorizations({ call });
    this.#limit = new RateLimit(clock);
  }

  async invoke(
    delivery: Delivery,
    { scope, name }: { readonly scope: ArnScope; readonly name: string },
    signal: AbortSignal,
  ): Promise<void> {
    const { account, region } = scope;
    const destination = this.#tables.apiDestinations.get(account, region, name);
    if (destination === undefined) throw gone(`API destination ${name}`);
    const connectionName = nameInArn(destination.connectionArn);
    const connection = this.#tables.connections.get(account, region, connectionName);
    if (connection === undefined) throw gone(`connection ${connectionName}`);
    await this.#limit.take(destination.arn, destination.perSecond, signal);
    const answer = await this.#send(delivery, destination, connection, signal);
    if (answer.status >= 200 && answer.status < 300) return;
    if (answer.status === 401 || answer.status === 407) this.#authorizations.forget(connection);
    throw new DeliveryError(`${destination.endpoint} answered HTTP ${answer.status}`, {
      code: answer.status === 429 ? 'THROTTLING' : 'ERROR_FROM_TARGET',
      isRetriable: isRetriable(answer.status),
      ...retryAfter(answer, this.#clock.now()),
    });
  }

  async #send(
    delivery: Delivery,
    destination: ApiDestinationRecord,
    connection: ConnectionRecord,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    try {
      return await withDeadline(this.#clock, deadline, signal, async (inner) => {
        const parameters = openParameters(this.#cipher, connection);
        const authorization = await this.#authorizations.headers(connection, parameters, inner);
        return this.#call(requestOf(delivery, destination, parameters, authorization), inner);
      });
    } catch (error) {
      if (error instanceof DeliveryError || signal.aborted) throw error;
      const isLate = error instanceof DeadlineError;
      const problem = isLate ? 'did not answer within 5 s' : messageOf(error);
      throw new DeliveryError(`${destination.endpoint}: ${problem}`, {
        code: isLate ? 'TIMEOUT' : 'CONNECTION_FAILURE',
        isRetriable: true,
        cause: error,
      });
    }
  }
}

/** Where the target of the rule and the connection both set a value, the connection's is taken. */
function requestOf(
  { target, input }: Delivery,
  { endpoint, method }: ApiDestinationRecord,
  parameters: CreateConnectionAuthRequestParameters,
  authorization: Readonly<Record<string, string>>,
): HttpCall {
  const {
    HeaderParameters = {},
    QueryStringParameters = {},
    PathParameterValues = [],
  } = target.HttpParameters ?? {};
  const own = parameters.InvocationHttpParameters ?? {};
  const values = [...PathParameterValues];
  const url = new URL(endpoint.replaceAll('*', () => encodeURIComponent(values.shift() ?? '*')));
  for (const [name, value] of Object.entries(QueryStringParameters)) url.searchParams.set(name, value);
  for (const { Key = '', Value = '' } of own.QueryStringParameters ?? []) url.searchParams.set(Key, Value);
  const headers = new Map<string, string>([
    ['content-type', 'application/json; charset=utf-8'],
    ['user-agent', 'Amazon/EventBridge/ApiDestinations'],
    ['range', 'bytes=0-1048575'],
  ]);
  for (const [name, value] of Object.entries(HeaderParameters)) headers.set(name.toLowerCase(), value);
  for (const { Key = '', Value = '' } of own.HeaderParameters ?? []) headers.set(Key.toLowerCase(), Value);
  for (const [name, value] of Object.entries(authorization)) headers.set(name, value);
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return {
    url,
    method,
    headers: Object.fromEntries(headers),
    body: hasBody ? withBodyParameters(input, own.BodyParameters ?? []) : undefined,
  };
}

/** The connection's own members go into a body that is an object; to another they cannot be added. */
function withBodyParameters(
  input: string,
  added: readonly { readonly Key?: string; readonly Value?: string }[],
): string {
  if (added.length === 0) return input;
  const body: unknown = JSON.parse(input);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return input;
  return JSON.stringify({
    ...body,
    ...Object.fromEntries(added.map(({ Key = '', Value = '' }) => [Key, Value])),
  });
}

/** AWS tries these again, and no other 4xx. */
const isRetriable = (status: number): boolean => status >= 500 || [401, 407, 409, 429].includes(status);

/** Seconds or a date. */
function retryAfter({ headers }: HttpAnswer, now: number): { readonly retryAfter?: number } {
  const value = String(headers['retry-after'] ?? '');
  if (/^\d{1,6}$/.test(value)) return { retryAfter: Number(value) * 1000 };
  const at = Date.parse(value);
  return Number.isNaN(at) ? {} : { retryAfter: Math.max(0, at - now) };
}

const gone = (what: string): DeliveryError =>
  new DeliveryError(`${what} does not exist`, { code: 'NO_RESOURCE', isRetriable: false });
