import { connectionExists } from '../errors.ts';
import { arn as arnOf } from '../../../aws/arn.ts';
import { connectionArn } from '../model/arns.ts';
import { checkAuthParameters } from '../model/connection-parameters.ts';
import { sealParameters } from '../model/connection-secrets.ts';
import type { ConnectionRecord } from '../model/tables.ts';
import { seconds, type EventsOperation } from '../operation.ts';

export const createConnection: EventsOperation<'CreateConnection'> = (input, call) => {
  const { account, region, now } = call;
  const { Name: name, Description, KmsKeyIdentifier, AuthorizationType, AuthParameters } = input;
  if (call.tables.connections.get(account, region, name) !== undefined) throw connectionExists(name);
  checkAuthParameters(AuthorizationType, AuthParameters, input.InvocationConnectivityParameters);
  const id = call.ids.uuid();
  const arn = connectionArn(call, name, id);
  const connection: ConnectionRecord = {
    account,
    region,
    name,
    arn,
    secretArn: arnOf(call, 'secretsmanager', `secret:events!connection/${name}/${id}`),
    ...(Description !== undefined && { description: Description }),
    ...(KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: KmsKeyIdentifier }),
    state: 'AUTHORIZED',
    authorizationType: AuthorizationType,
    sealed: sealParameters(call.cipher, arn, AuthParameters),
    createdAt: now,
    modifiedAt: now,
    authorizedAt: now,
  };
  call.tables.connections.put(connection);
  return {
    ConnectionArn: connection.arn,
    ConnectionState: connection.state,
    CreationTime: seconds(now),
    LastModifiedTime: seconds(now),
  };
};
