import type { TaskEvent } from '../../agent/watch.ts';
import type { EcsOperationName, EcsOperations } from '../../aws/contract/ecs.types.gen.ts';
import { sha256Hex } from '../../aws/sigv4/canonical.ts';
import { sign } from '../../aws/sigv4/sign.ts';
import type { Clock } from '../../kernel/clock.ts';
import { LongshoreError, messageOf } from '../../kernel/errors.ts';
import type { HttpClient } from './http.ts';
import { linesOf } from './lines.ts';

/** An error that the ECS API answered. */
export class EcsApiError extends Error {
  override readonly name = 'EcsApiError';
  /** `ClusterNotFoundException` */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What `longshore run` needs of a server: the ECS API and Longshore's own routes. */
export class Client {
  readonly #http: HttpClient;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #clock: Clock;

  constructor(http: HttpClient, env: Readonly<Record<string, string | undefined>>, clock: Clock) {
    this.#http = http;
    this.#env = env;
    this.#clock = clock;
  }

  /** Throws EcsApiError for what the API answers, LongshoreError SERVER_UNREACHABLE for no answer. */
  async call<Name extends EcsOperationName>(
    operation: Name,
    input: EcsOperations[Name]['input'],
  ): Promise<EcsOperations[Name]['output']> {
    const body = JSON.stringify(input);
    const { host } = this.#http.endpoint;
    const plain = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
    };
    const headers = signed(this.#env, { host, headers: plain, body }, this.#clock.now());
    const { status, text } = await this.#http.text({ method: 'POST', path: '/', headers, body });
    if (status !== 200) throw errorIn(status, text);
    // The contract says what an answer looks like, and the server is Longshore: its health was asked first.
    const output: EcsOperations[Name]['output'] = JSON.parse(text);
    return output;
  }

  /** What happens to a task from now on, until it has ended or `signal` is aborted. */
  async *watch(taskArn: string, signal: AbortSignal): AsyncGenerator<TaskEvent> {
    const path = `/_longshore/tasks/watch?${new URLSearchParams({ arn: taskArn }).toString()}`;
    const answer = await this.#http.open({ method: 'GET', path, signal });
    if (answer.statusCode !== 200) {
      answer.resume();
      throw lost(this.#http.endpoint, `the task cannot be watched (HTTP ${answer.statusCode ?? 0})`);
    }
    let last: TaskEvent | undefined;
    try {
      for await (const line of linesOf(answer)) {
        const event: TaskEvent = JSON.parse(line);
        last = event;
        yield event;
      }
    } catch (error) {
      throw lost(this.#http.endpoint, messageOf(error), error);
    }
    if (last?.kind !== 'end') throw lost(this.#http.endpoint, 'it went away while the task ran');
  }

  async kill(taskArn: string): Promise<void> {
    await this.#http.text({
      method: 'POST',
      path: '/_longshore/tasks/kill',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ arn: taskArn }),
    });
  }
}

/** The names are those of SDKs' exceptions; some come with a namespace before a `#`. */
function errorIn(status: number, text: string): Error {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return new EcsApiError(`HTTP ${status}`, text.slice(0, 500) || String(error));
  }
  const fields: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null ? { ...value } : {};
  const type = fields['__type'];
  const message = fields['message'] ?? fields['Message'];
  return new EcsApiError(
    typeof type === 'string' ? type.slice(type.lastIndexOf('#') + 1) : `HTTP ${status}`,
    typeof message === 'string' ? message : text.slice(0, 500),
  );
}

function lost(endpoint: URL, problem: string, cause?: unknown): LongshoreError {
  return new LongshoreError('SERVER_UNREACHABLE', `lost Longshore at ${endpoint.origin}: ${problem}`, {
    hint: 'The task may still run: see `aws ecs list-tasks`.',
    cause,
  });
}

/**
 * Account and region travel in the credential of a signature, also here, so that the AWS CLI in the same
 * shell sees the same tasks. Where the environment says nothing nothing is signed, and the server's defaults
 * hold.
 */
function signed(
  env: Readonly<Record<string, string | undefined>>,
  call: { readonly host: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  now: number,
): Readonly<Record<string, string>> {
  const key = env['AWS_ACCESS_KEY_ID'];
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (key === undefined && region === undefined) return call.headers;
  const sessionToken = env['AWS_SESSION_TOKEN'];
  const credentials = {
    accessKeyId: key ?? 'test',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? 'test',
    ...(sessionToken !== undefined && { sessionToken }),
  };
  const request = { method: 'POST', url: '/', headers: { ...call.headers, host: call.host } };
  const payloadHash = sha256Hex(call.body);
  const options = { credentials, region: region ?? 'us-east-1', service: 'ecs', now, payloadHash };
  return sign(request, options).headers;
}
