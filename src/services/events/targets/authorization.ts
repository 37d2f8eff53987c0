import type {
  ConnectionHttpParameters,
  CreateConnectionAuthRequestParameters,
} from '../../../aws/contract/events.types.gen.ts';
import { DeliveryError } from '../deliveries/delivery-error.ts';
import type { ConnectionRecord } from '../model/tables.ts';
import type { HttpAnswer, HttpCall } from './http-call.ts';

export interface AuthorizationParts {
  readonly call: (call: HttpCall, signal: AbortSignal) => Promise<HttpAnswer>;
}

/** Gives calls the headers that a connection authorizes them with; keeps OAuth tokens until they are refused. */
export class Authorizations {
  readonly #call: AuthorizationParts['call'];
  /** By ARN and the time at which the connection was last changed. */
  readonly #tokens = new Map<string, string>();

  constructor({ call }: AuthorizationParts) {
    this.#call = call;
  }

  /** `parameters` are those of the connection, unsealed. */
  async headers(
    connection: ConnectionRecord,
    parameters: CreateConnectionAuthRequestParameters,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, string>>> {
    const { BasicAuthParameters: basic, ApiKeyAuthParameters: key } = parameters;
    if (connection.state !== 'AUTHORIZED') {
      throw new DeliveryError(`connection ${connection.name} is not authorized`, {
        code: 'NO_PERMISSIONS',
        isRetriable: true,
      });
    }
    if (basic !== undefined) {
      const credentials = Buffer.from(`${basic.Username}:${basic.Password}`).toString('base64');
      return { authorization: `Basic ${credentials}` };
    }
    if (key !== undefined) return { [key.ApiKeyName.toLowerCase()]: key.ApiKeyValue };
    const known = this.#tokens.get(keyOf(connection));
    const token = known ?? (await this.#fetchToken(connection, parameters, signal));
    this.#tokens.set(keyOf(connection), token);
    return { authorization: `Bearer ${token}` };
  }

  /** The target has refused the token: the next call gets a new one. */
  forget(connection: ConnectionRecord): void {
    this.#tokens.delete(keyOf(connection));
  }

  async #fetchToken(
    connection: ConnectionRecord,
    { OAuthParameters: oauth }: CreateConnectionAuthRequestParameters,
    signal: AbortSignal,
  ): Promise<string> {
    if (oauth === undefined) throw new Error(`connection ${connection.arn} has no parameters`);
    const { ClientID, ClientSecret } = oauth.ClientParameters;
    const {
      HeaderParameters = [],
      QueryStringParameters = [],
      BodyParameters = [],
    }: ConnectionHttpParameters = oauth.OAuthHttpParameters ?? {};
    const grant = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: ClientID,
      client_secret: ClientSecret,
    });
    for (const { Key = '', Value = '' } of BodyParameters) grant.set(Key, Value);
    const url = new URL(oauth.AuthorizationEndpoint);
    for (const { Key = '', Value = '' } of QueryStringParameters) url.searchParams.set(Key, Value);
    const isGet = oauth.HttpMethod === 'GET';
    if (isGet) for (const [name, value] of grant) url.searchParams.set(name, value);
    const headers = Object.fromEntries(
      HeaderParameters.map(({ Key = '', Value = '' }) => [Key.toLowerCase(), Value]),
    );
    const answer = await this.#call(
      {
        url,
        method: oauth.HttpMethod,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: isGet ? undefined : grant.toString(),
      },
      signal,
    );
    const token = answer.status === 200 ? tokenIn(answer.text) : undefined;
    if (token !== undefined) return token;
    throw new DeliveryError(`${url.origin} gave no access token (HTTP ${answer.status})`, {
      code: 'NO_PERMISSIONS',
      isRetriable: true,
    });
  }
}

const keyOf = ({ arn, modifiedAt }: ConnectionRecord): string => `${arn} ${modifiedAt}`;

function tokenIn(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('access_token' in value)) return undefined;
    return typeof value.access_token === 'string' ? value.access_token : undefined;
  } catch {
    return undefined;
  }
}
