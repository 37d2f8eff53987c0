import { stsContract } from '../../aws/contract/sts.gen.ts';
import type { StsOperations } from '../../aws/contract/sts.types.gen.ts';
import { demandsBy } from '../../aws/demands.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import type { FindSession } from '../../aws/identity.ts';
import { javaViolationsMessage } from '../../aws/validation/java-paths.ts';
import type { Service } from '../../aws/service.ts';
import { stsDemands } from './demands.ts';
import { notImplemented, validationError } from './errors.ts';
import type { RoleSource } from './model/roles.ts';
import { type SessionRecord, Sessions, type SessionsParts } from './model/sessions.ts';
import type { StsCall } from './operation.ts';
import { operations } from './operations/index.ts';
import { TaskCredentials } from './task-credentials.ts';

export interface StsParts extends SessionsParts {
  readonly roles: RoleSource;
}

/** Sessions: given out by the API and to tasks, and found again when they sign a later call. */
export interface Sts {
  readonly service: Service;
  readonly taskCredentials: TaskCredentials;
  readonly findSession: FindSession;
  /** What temporary credentials sign with; `undefined` for those that were not given out here. */
  readonly findSecret: (accessKeyId: string) => string | undefined;
  /** What is known of a session by its access key id; `undefined` where there is none. */
  readonly session: (accessKeyId: string) => SessionRecord | undefined;
  /** Takes up sessions that another STS gave out. */
  readonly adopt: (session: Omit<SessionRecord, 'issuedAt'>) => void;
  /** Ends the sessions of a task. */
  readonly revoke: (taskArn: string) => void;
}

export function createSts(parts: StsParts): Sts {
  const { clock, roles, store } = parts;
  const sessions = new Sessions(parts);
  const operationNamed = handlersByName<StsOperations, StsCall>(operations);
  return {
    service: {
      name: 'sts',
      contract: stsContract,
      handle(name, input, context) {
        const operation = operationNamed(name);
        if (operation === undefined) throw notImplemented(name);
        const call: StsCall = { ...context, sessions, roles, now: clock.now() };
        return store.transaction(() => operation(input, call));
      },
      demands: demandsBy(
        'sts',
        stsDemands(roles, () => clock.now()),
      ),
      validationError: (_operation, _message, violations) =>
        validationError(javaViolationsMessage(violations)),
    },
    taskCredentials: new TaskCredentials({ sessions, roles }),
    findSession: (accessKeyId, token) => sessions.find(accessKeyId, token),
    findSecret: (accessKeyId) => sessions.secretOf(accessKeyId),
    session: (accessKeyId) => sessions.describe(accessKeyId),
    adopt: (session) => sessions.adopt(session),
    revoke: (taskArn) => sessions.revoke(taskArn),
  };
}
