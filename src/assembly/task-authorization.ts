import type { RegistryAccess } from '../agent/hooks/registry-access.ts';
import type { SourceCall, Sources } from '../agent/hooks/secrets/sources.ts';
import type { ExecutionRole } from '../agent/hooks/task-role.ts';
import type { LogDestination, LogGroupAddress, LogSink } from '../agent/logs/log-sink.ts';
import { parseArn } from '../aws/arn.ts';
import type { Authorize } from '../aws/authorization.ts';
import { innerCall } from '../aws/inner-call.ts';
import type { RequestContext, Service } from '../aws/service.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Ecr } from '../services/ecr/index.ts';
import type { EcsParts } from '../services/ecs/index.ts';
import type { Authorizer } from '../services/iam/index.ts';

/**
 * What the agent does for a task goes over no wire. So it is weighed here, as what it would be on AWS: calls of
 * a session of the task's execution role.
 */
export interface TaskAuthorization {
  readonly authorize: Authorize;
  readonly ids: Ids;
}

/** What the agent gets of the services around ECS. */
export interface TaskSide {
  readonly sources: Sources;
  readonly logSink: LogSink;
  readonly registryAccess?: RegistryAccess;
}

/** As it is, where policies are not enforced. */
export function forTasks(
  { sources, logSink }: TaskSide,
  services: Services,
  authorization: TaskAuthorization | undefined,
): TaskSide {
  if (authorization === undefined) return { sources, logSink };
  return {
    sources: authorizedSources(sources, services, authorization),
    logSink: authorizedSink(logSink, services.logs, authorization),
    registryAccess: registryAccess(services.ecr, authorization),
  };
}

/** For ECS: whether a role trusts its tasks. */
export const mayAssume = (authorizer: Authorizer | undefined): Pick<EcsParts, 'mayAssume'> =>
  authorizer === undefined
    ? {}
    : { mayAssume: (arn, use) => authorizer.trusts(arn, 'ecs-tasks.amazonaws.com', use) };

interface Services {
  readonly secretsManager: Service;
  readonly ssm: Service;
  readonly s3: Service;
  readonly logs: Service;
  readonly ecr: Ecr;
}

function authorizedSources(
  sources: Sources,
  { secretsManager, ssm, s3 }: Services,
  { authorize }: TaskAuthorization,
): Sources {
  const as = (call: SourceCall): RequestContext => sessionOf(call, call.requestId, call.signal);
  // Keys are weighed within the service, for whom it is told that it works.
  const inSession = (call: SourceCall): SourceCall => ({ ...call, principalArn: as(call).principalArn });
  return {
    secrets: {
      async get(request, call) {
        const { secretId: SecretId, versionId: VersionId, versionStage: VersionStage } = request;
        authorize(secretsManager, 'GetSecretValue', { SecretId, VersionId, VersionStage }, as(call));
        return sources.secrets.get(request, inSession(call));
      },
    },
    parameters: {
      async get(names, call) {
        authorize(ssm, 'GetParameters', { Names: names }, as(call));
        return sources.parameters.get(names, inSession(call));
      },
    },
    objects: {
      async get(bucket, key, call) {
        authorize(s3, 'GetObject', { Bucket: bucket, Key: key }, as(call));
        return sources.objects.get(bucket, key, call);
      },
    },
  };
}

function authorizedSink(sink: LogSink, logs: Service, { authorize, ids }: TaskAuthorization): LogSink {
  const weigh = (operation: string, { role, region, group }: LogGroupAddress, more: object = {}): void => {
    if (role === undefined) return;
    const context = sessionOf({ ...role, region }, ids.uuid(), new AbortController().signal);
    authorize(logs, operation, { logGroupName: group, ...more }, context);
  };
  const stream = ({ stream: logStreamName }: LogDestination): object => ({ logStreamName });
  return {
    async openGroup(address, createGroup) {
      if (createGroup) weigh('CreateLogGroup', address);
      await sink.openGroup(address, createGroup);
    },
    async openStream(to) {
      weigh('CreateLogStream', to, stream(to));
      await sink.openStream(to);
    },
    write(to, events, accepted) {
      weigh('PutLogEvents', to, stream(to));
      return sink.write(to, events, accepted);
    },
    read: (to, from, signal) => sink.read(to, from, signal),
  };
}

function registryAccess(ecr: Ecr, { authorize, ids }: TaskAuthorization): RegistryAccess {
  const { service, repositoryOf } = ecr;
  const as = (role: ExecutionRole): RequestContext =>
    sessionOf(role, ids.uuid(), new AbortController().signal);
  return {
    isOurs: (image) => repositoryOf(image) !== undefined,
    logIn: (role) => authorize(service, 'GetAuthorizationToken', {}, as(role)),
    pull(image, role) {
      const repository = repositoryOf(image);
      if (repository === undefined) return;
      const { account: registryId, name: repositoryName, region } = repository;
      const input = { registryId, repositoryName };
      for (const operation of ['BatchGetImage', 'GetDownloadUrlForLayer']) {
        authorize(service, operation, input, as({ ...role, region }));
      }
    },
  };
}

function sessionOf(role: ExecutionRole, requestId: string, signal: AbortSignal): RequestContext {
  const { principalArn, session, region } = role;
  const { account = '', partition = 'aws', resource = '' } = parseArn(principalArn) ?? {};
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  return innerCall({
    requestId,
    account,
    region,
    principalArn: `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`,
    signal,
  });
}
