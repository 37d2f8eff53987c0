import { AwsError } from '../aws-error.ts';
import type { ServiceContract, ShapeName } from '../contract/contract.ts';
import { ec2CredentialRefusals, invalidEc2Action, noSuchVersion, operationNotHere } from './ec2-errors.ts';
import { encodeEc2Error, encodeEc2Success } from './ec2-protocol.ts';
import { readEc2Query } from './ec2-reader.ts';
import type { HttpResponse } from '../json/json-protocol.ts';
import { actionNotHere, invalidAction, queryCredentialRefusals } from '../protocol-errors.ts';
import { encodeQueryError, encodeQuerySuccess } from './query-protocol.ts';
import { readQuery } from './query-reader.ts';
import type { CredentialRefusals } from '../request-context.ts';
import { isUnlisted } from '../unlisted.ts';

/** What awsQuery and ec2Query do differently: both are forms with an `Action`. */
export interface QueryDialect {
  readonly credentialRefusals: CredentialRefusals;
  read(contract: ServiceContract, input: ShapeName, parameters: URLSearchParams): unknown;
  success(contract: ServiceContract, operation: string, output: unknown, requestId: string): HttpResponse;
  error(contract: ServiceContract | undefined, error: unknown, requestId: string): HttpResponse;
  /** For an action that the service has not, or not in that version. */
  invalidAction(contract: ServiceContract | undefined, action: string, version: string | undefined): AwsError;
}

const awsQuery: QueryDialect = {
  credentialRefusals: queryCredentialRefusals,
  read: readQuery,
  success: encodeQuerySuccess,
  error: encodeQueryError,
  invalidAction: (contract, action, version) =>
    isUnlisted(contract, action) && (version === undefined || version === contract?.apiVersion)
      ? actionNotHere(action)
      : invalidAction(action, version),
};

const ec2Query: QueryDialect = {
  credentialRefusals: ec2CredentialRefusals,
  read: readEc2Query,
  success: encodeEc2Success,
  error: (_contract, error, requestId) => encodeEc2Error(error, requestId),
  invalidAction: (contract, action, version) => {
    if (version !== undefined && version !== contract?.apiVersion) return noSuchVersion(version);
    return isUnlisted(contract, action) ? operationNotHere(action) : invalidEc2Action(action);
  },
};

export function dialectOf(contract: ServiceContract | undefined): QueryDialect {
  return contract?.protocol === 'ec2Query' ? ec2Query : awsQuery;
}

/** What the gateway refuses before there is a call, in the words of the service that it is for. */
export function encodeQueryRefusal(
  contract: ServiceContract | undefined,
  { status, type, message }: { readonly status: number; readonly type: string; readonly message: string },
  requestId: string,
): HttpResponse {
  return dialectOf(contract).error(contract, new AwsError(type, message, { httpStatus: status }), requestId);
}
