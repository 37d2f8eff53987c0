import type { Authorize } from '../../../aws/authorization.ts';
import { AwsError } from '../../../aws/aws-error.ts';
import { innerCall } from '../../../aws/inner-call.ts';
import type { Service } from '../../../aws/service.ts';
import type { RegistryScope } from '../model/tables.ts';
import { type Answer, refusal } from './answers.ts';
import type { Route } from './routes.ts';
import type { TokenHolder } from './tokens.ts';

/** Weighs what the holder of a token does at the registry, as the calls of ECR's API that it stands for. */
export interface RegistryPermissions {
  readonly authorize: Authorize;
  readonly service: Service;
}

/** `undefined`: he may. Tokens without a holder are Longshore's own, given out for one pull. */
export function refusedBy(
  permissions: RegistryPermissions | undefined,
  holder: TokenHolder | undefined,
  asked: {
    readonly method: string;
    readonly route: Route;
    readonly scope: RegistryScope;
    readonly requestId: string;
  },
): Answer | undefined {
  if (permissions === undefined || holder === undefined) return undefined;
  const { method, route, scope, requestId } = asked;
  const operation = operationOf(method, route);
  if (operation === undefined) return undefined;
  const { account, region } = scope;
  const input = 'name' in route ? { registryId: account, repositoryName: route.name } : {};
  const { signal } = new AbortController();
  const context = innerCall({ ...holder, region, requestId, signal });
  try {
    permissions.authorize(permissions.service, operation, input, context);
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return refusal(403, 'DENIED', error.message);
  }
}

/** Which call of the API a request stands for; a look at the registry itself needs none. */
function operationOf(method: string, { kind }: Route): string | undefined {
  const isRead = method === 'GET' || method === 'HEAD';
  switch (kind) {
    case 'base':
      return undefined;
    case 'catalog':
      return 'DescribeRepositories';
    case 'manifest':
      if (method === 'PUT') return 'PutImage';
      return method === 'DELETE' ? 'BatchDeleteImage' : 'BatchGetImage';
    case 'blob':
      if (method === 'DELETE') return 'BatchDeleteImage';
      return method === 'HEAD' ? 'BatchCheckLayerAvailability' : 'GetDownloadUrlForLayer';
    case 'uploads':
      return 'InitiateLayerUpload';
    case 'upload':
      return method === 'PUT' ? 'CompleteLayerUpload' : isRead ? 'InitiateLayerUpload' : 'UploadLayerPart';
    case 'tags':
      return 'ListImages';
    case 'referrers':
      return 'ListImageReferrers';
    default:
      return kind satisfies never;
  }
}
