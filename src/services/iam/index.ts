import { iamContract } from '../../aws/contract/iam.gen.ts';
import type { IamOperations } from '../../aws/contract/iam.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import type { FindSession } from '../../aws/identity.ts';
import { javaViolationsMessage } from '../../aws/validation/java-paths.ts';
import type { Service } from '../../aws/service.ts';
import type { Cipher } from '../../kernel/cipher.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Store } from '../../store/store.ts';
import { iamDemands } from './demands.ts';
import { Authorizer, type AuthorizerParts } from './authorize/authorizer.ts';
import { notImplemented, validationError } from './errors.ts';
import { AccessKeys, type LastUse } from './model/access-keys.ts';
import { policyProblem } from './model/policy-document.ts';
import { iamTables } from './model/tables.ts';
import type { IamCall } from './operation.ts';
import { operations } from './operations/index.ts';

export type { Authorizer } from './authorize/authorizer.ts';
export { type IamMode, modeText } from './authorize/mode.ts';

export interface IamParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cipher: Cipher;
}

export interface Iam {
  readonly service: Service;
  /** Knows users by their access keys. */
  readonly findSession: FindSession;
  /** What a user's access key signs with; `undefined` for one that is none, or may not sign. */
  readonly findSecret: (accessKeyId: string) => string | undefined;
  /** What others ask of a role; `undefined` where there is none of this name. */
  role(account: string, name: string): RoleDescription | undefined;
  /** Why a document is no policy of permissions, in AWS's words. */
  policyProblem(document: string): string | undefined;
  /** What weighs calls by the policies that there are. */
  authorizer(parts: Omit<AuthorizerParts, 'tables' | 'clock'>): Authorizer;
}

export interface RoleDescription {
  readonly roleId: string;
  readonly path: string;
  readonly maxSessionDuration: number;
  readonly trustPolicy: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Of IAM what users of Amazon ECS need: users, groups, roles, their policies and credentials, and their weighing. */
export function createIam({ store, clock, ids, cipher }: IamParts): Iam {
  const tables = iamTables(store);
  const accessKeys = new AccessKeys({ tables, cipher, clock });
  const lastUse = (id: string): LastUse | undefined => accessKeys.lastUse(id);
  const operationNamed = handlersByName<IamOperations, IamCall>(operations);
  return {
    service: {
      name: 'iam',
      contract: iamContract,
      handle(name, input, context) {
        const operation = operationNamed(name);
        if (operation === undefined) throw notImplemented(name);
        const call = { ...context, tables, ids, cipher, lastUse, now: Math.floor(clock.now() / 1000) };
        return store.transaction(() => operation(input, call));
      },
      demands: iamDemands(tables),
      validationError: (_operation, _message, violations) =>
        validationError(javaViolationsMessage(violations)),
    },
    findSession: (accessKeyId, _token, use) => accessKeys.find(accessKeyId, use),
    findSecret: (accessKeyId) => accessKeys.secretOf(accessKeyId),
    role(account, name) {
      const role = tables.roles.get(account, name);
      if (role === undefined) return undefined;
      const { uniqueId: roleId, path, maxSessionDuration, trustPolicy } = role;
      const tags = Object.fromEntries(role.tags.map(({ Key, Value }) => [Key, Value]));
      return { roleId, path, maxSessionDuration, trustPolicy, tags };
    },
    policyProblem,
    authorizer: (parts) => new Authorizer({ ...parts, tables, clock }),
  };
}
