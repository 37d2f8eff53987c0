import type { APIErrorType, SecretValueEntry } from '../../../aws/contract/secretsmanager.types.gen.ts';
import { AwsError } from '../../../aws/aws-error.ts';
import { idsAndFilters, pagedIds } from '../errors.ts';
import { activeSecret } from '../model/find.ts';
import { listPage } from '../model/list.ts';
import { chosenVersion, readValue } from '../model/read-value.ts';
import type { SecretsOperation } from '../operation.ts';

/** The current values of several secrets; what cannot be had is told beside them. */
export const batchGetSecretValue: SecretsOperation<'BatchGetSecretValue'> = (input, call) => {
  const { SecretIdList: ids, Filters: filters, MaxResults: maxResults } = input;
  if ((ids === undefined) === (filters === undefined)) throw idsAndFilters();
  if (ids !== undefined && maxResults !== undefined) throw pagedIds();
  const page = ids === undefined ? listPage(call, input, 20) : undefined;
  const values: SecretValueEntry[] = [];
  const errors: APIErrorType[] = [];
  for (const id of ids ?? page?.items.map(({ arn }) => arn) ?? []) {
    try {
      const secret = activeSecret(call, id);
      values.push(readValue(call, secret, chosenVersion(call, secret, {})));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push({ SecretId: id, ErrorCode: error.code, Message: error.message });
    }
  }
  return {
    SecretValues: values,
    Errors: errors,
    ...(page?.nextToken !== undefined && { NextToken: page.nextToken }),
  };
};
