import { iamContract } from '../../aws/contract/iam.gen.ts';
import type { IamOperations } from '../../aws/contract/iam.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import { javaViolationsMessage } from '../../aws/java-paths.ts';
import type { Service } from '../../aws/service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Store } from '../../store/store.ts';
import { notImplemented, validationError } from './errors.ts';
import { iamTables } from './model/tables.ts';
import type { IamCall } from './operation.ts';
import { operations } from './operations/index.ts';

export interface IamParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface Iam {
  readonly service: Service;
  /** What others ask of a role; `undefined` where there is none of this name. */
  role(
    account: string,
    name: string,
  ): { readonly roleId: string; readonly maxSessionDuration: number } | undefined;
}

/** Of IAM what users of Amazon ECS need: roles, policies, instance profiles. Nothing is evaluated. */
export function createIam({ store, clock, ids }: IamParts): Iam {
  const tables = iamTables(store);
  const operationNamed = handlersByName<IamOperations, IamCall>(operations);
  return {
    service: {
      name: 'iam',
      contract: iamContract,
      handle(name, input, context) {
        const operation = operationNamed(name);
        if (operation === undefined) throw notImplemented(name);
        const call: IamCall = { ...context, tables, ids, now: Math.floor(clock.now() / 1000) };
        return store.transaction(() => operation(input, call));
      },
      validationError: (_operation, _message, violations) =>
        validationError(javaViolationsMessage(violations)),
    },
    role(account, name) {
      const role = tables.roles.get(account, name);
      return role && { roleId: role.uniqueId, maxSessionDuration: role.maxSessionDuration };
    },
  };
}
