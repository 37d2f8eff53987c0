import { AwsError } from '../aws-error.ts';
import type { ServiceContract } from '../contract/contract.ts';
import { header, type Headers } from './json-protocol.ts';

/**
 * What a service adds to its errors that once spoke awsQuery: clients that ask for it still want the codes
 * that they knew (`AWS.SimpleQueueService.NonExistentQueue`).
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
 */
export function queryErrorHeader(
  contract: ServiceContract | undefined,
  headers: Headers,
  error: unknown,
): Readonly<Record<string, string>> {
  if (contract?.isQueryCompatible !== true || !(error instanceof AwsError)) return NONE;
  if (header(headers, 'x-amzn-query-mode')?.toLowerCase() !== 'true') return NONE;
  const code = contract.errors.get(error.code)?.code ?? error.code;
  return { 'x-amzn-query-error': `${code};${error.fault === 'client' ? 'Sender' : 'Receiver'}` };
}

const NONE = {};
