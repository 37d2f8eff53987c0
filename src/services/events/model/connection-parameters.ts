import type {
  ConnectionAuthorizationType,
  ConnectionAuthResponseParameters,
  ConnectionHttpParameters,
  ConnectivityResourceParameters,
  CreateConnectionAuthRequestParameters,
} from '../../../aws/contract/events.types.gen.ts';
import { authParametersMissing, connectivityUnsupported } from '../errors.ts';

/** Throws ValidationException. */
export function checkAuthParameters(
  type: ConnectionAuthorizationType,
  parameters: CreateConnectionAuthRequestParameters,
  connectivity: ConnectivityResourceParameters | undefined,
): void {
  if (connectivity !== undefined || parameters.ConnectivityParameters !== undefined) {
    throw connectivityUnsupported();
  }
  const given = {
    API_KEY: parameters.ApiKeyAuthParameters,
    BASIC: parameters.BasicAuthParameters,
    OAUTH_CLIENT_CREDENTIALS: parameters.OAuthParameters,
  }[type];
  if (given === undefined) throw authParametersMissing(type);
}

/** What may be shown: no passwords, keys or client secrets, and no value that is marked as secret. */
export function shownParameters(
  parameters: CreateConnectionAuthRequestParameters,
): ConnectionAuthResponseParameters {
  const { BasicAuthParameters: basic, ApiKeyAuthParameters: key, OAuthParameters: oauth } = parameters;
  const http = parameters.InvocationHttpParameters;
  return {
    ...(basic !== undefined && { BasicAuthParameters: { Username: basic.Username } }),
    ...(key !== undefined && { ApiKeyAuthParameters: { ApiKeyName: key.ApiKeyName } }),
    ...(oauth !== undefined && {
      OAuthParameters: {
        ClientParameters: { ClientID: oauth.ClientParameters.ClientID },
        AuthorizationEndpoint: oauth.AuthorizationEndpoint,
        HttpMethod: oauth.HttpMethod,
        ...(oauth.OAuthHttpParameters !== undefined && {
          OAuthHttpParameters: shown(oauth.OAuthHttpParameters),
        }),
      },
    }),
    ...(http !== undefined && { InvocationHttpParameters: shown(http) }),
  };
}

function shown(http: ConnectionHttpParameters): ConnectionHttpParameters {
  const { HeaderParameters, QueryStringParameters, BodyParameters } = http;
  return {
    ...(HeaderParameters && { HeaderParameters: HeaderParameters.map(withoutSecret) }),
    ...(QueryStringParameters && { QueryStringParameters: QueryStringParameters.map(withoutSecret) }),
    ...(BodyParameters && { BodyParameters: BodyParameters.map(withoutSecret) }),
  };
}

interface Parameter {
  Key?: string;
  Value?: string;
  IsValueSecret?: boolean;
}

function withoutSecret({ Value, ...rest }: Parameter): Parameter {
  return rest.IsValueSecret === true || Value === undefined ? rest : { ...rest, Value };
}
