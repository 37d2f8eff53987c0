import type {
  CreateConnectionAuthRequestParameters,
  UpdateConnectionAuthRequestParameters,
} from '../../../aws/contract/events.types.gen.ts';
import { connectionNotFound } from '../errors.ts';
import { checkAuthParameters } from '../model/connection-parameters.ts';
import { openParameters, sealParameters } from '../model/connection-secrets.ts';
import { connectionTimes } from '../model/describe.ts';
import type { EventsOperation } from '../operation.ts';

/** What is not given stays as it is, down to the single parameter. */
export const updateConnection: EventsOperation<'UpdateConnection'> = (input, call) => {
  const before = call.tables.connections.get(call.account, call.region, input.Name);
  if (before === undefined) throw connectionNotFound('update', input.Name);
  const type = input.AuthorizationType ?? before.authorizationType;
  const parameters = merged(openParameters(call.cipher, before), input.AuthParameters ?? {});
  checkAuthParameters(type, parameters, input.InvocationConnectivityParameters);
  const connection = {
    ...before,
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: input.KmsKeyIdentifier }),
    state: 'AUTHORIZED' as const,
    authorizationType: type,
    sealed: sealParameters(call.cipher, before.arn, parameters),
    modifiedAt: call.now,
    authorizedAt: call.now,
  };
  call.tables.connections.put(connection);
  return {
    ConnectionArn: connection.arn,
    ConnectionState: connection.state,
    ...connectionTimes(connection),
  };
};

function merged(
  before: CreateConnectionAuthRequestParameters,
  given: UpdateConnectionAuthRequestParameters,
): CreateConnectionAuthRequestParameters {
  const { BasicAuthParameters: basic, ApiKeyAuthParameters: key, OAuthParameters: oauth } = given;
  const {
    InvocationHttpParameters: http = before.InvocationHttpParameters,
    ConnectivityParameters: connectivity,
  } = given;
  const { BasicAuthParameters: oldBasic, ApiKeyAuthParameters: oldKey, OAuthParameters: oldOauth } = before;
  const username = basic?.Username ?? oldBasic?.Username;
  const password = basic?.Password ?? oldBasic?.Password;
  const keyName = key?.ApiKeyName ?? oldKey?.ApiKeyName;
  const keyValue = key?.ApiKeyValue ?? oldKey?.ApiKeyValue;
  const endpoint = oauth?.AuthorizationEndpoint ?? oldOauth?.AuthorizationEndpoint;
  const method = oauth?.HttpMethod ?? oldOauth?.HttpMethod;
  const clientId = oauth?.ClientParameters?.ClientID ?? oldOauth?.ClientParameters.ClientID;
  const secret = oauth?.ClientParameters?.ClientSecret ?? oldOauth?.ClientParameters.ClientSecret;
  const oauthHttp = oauth?.OAuthHttpParameters ?? oldOauth?.OAuthHttpParameters;
  return {
    ...(username !== undefined &&
      password !== undefined && { BasicAuthParameters: { Username: username, Password: password } }),
    ...(keyName !== undefined &&
      keyValue !== undefined && { ApiKeyAuthParameters: { ApiKeyName: keyName, ApiKeyValue: keyValue } }),
    ...(endpoint !== undefined &&
      method !== undefined &&
      clientId !== undefined &&
      secret !== undefined && {
        OAuthParameters: {
          ClientParameters: { ClientID: clientId, ClientSecret: secret },
          AuthorizationEndpoint: endpoint,
          HttpMethod: method,
          ...(oauthHttp !== undefined && { OAuthHttpParameters: oauthHttp }),
        },
      }),
    ...(http !== undefined && { InvocationHttpParameters: http }),
    ...(connectivity !== undefined && { ConnectivityParameters: connectivity }),
  };
}
