import { expect, test } from 'vitest';
import { rootArn } from '../../../src/aws/arn.ts';
import type { ServiceContract, ShapeName } from '../../../src/aws/contract/contract.ts';
import { ecrContract } from '../../../src/aws/contract/ecr.gen.ts';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import { eventsContract } from '../../../src/aws/contract/events.gen.ts';
import { iamContract } from '../../../src/aws/contract/iam.gen.ts';
import { logsContract } from '../../../src/aws/contract/logs.gen.ts';
import { secretsmanagerContract } from '../../../src/aws/contract/secretsmanager.gen.ts';
import { ssmContract } from '../../../src/aws/contract/ssm.gen.ts';
import { stsContract } from '../../../src/aws/contract/sts.gen.ts';
import { demandsBy } from '../../../src/aws/demands.ts';
import type { Service } from '../../../src/aws/service.ts';
import { ecrDemands } from '../../../src/services/ecr/demands.ts';
import { ecrTables } from '../../../src/services/ecr/model/tables.ts';
import { ecsDemands } from '../../../src/services/ecs/demands.ts';
import { ecsTables } from '../../../src/services/ecs/model/tables.ts';
import { demandsOf as eventsDemands } from '../../../src/services/events/demands.ts';
import { eventsTables } from '../../../src/services/events/model/tables.ts';
import { iamDemands } from '../../../src/services/iam/demands.ts';
import { iamTables } from '../../../src/services/iam/model/tables.ts';
import { logsDemands } from '../../../src/services/logs/demands.ts';
import { logsTables } from '../../../src/services/logs/model/tables.ts';
import { secretsDemands } from '../../../src/services/secretsmanager/demands.ts';
import { secretTables } from '../../../src/services/secretsmanager/model/tables.ts';
import { ssmDemands } from '../../../src/services/ssm/demands.ts';
import { ssmTables } from '../../../src/services/ssm/model/tables.ts';
import { stsDemands } from '../../../src/services/sts/demands.ts';
import { Store } from '../../../src/store/store.ts';
import { sampleOf } from '../../support/wire/samples.ts';

/**
 * Generated from the models: for every operation of every service, with all members and with the required ones
 * only, what it demands can be told, and is in IAM's words.
 */
const store = new Store({ onListenerError: () => {} });
const events = eventsTables(store);
const noRoles = { role: () => undefined, policyProblem: () => undefined };

const services: readonly (readonly [ServiceContract, NonNullable<Service['demands']>])[] = [
  [ecsContract, demandsBy('ecs', ecsDemands(ecsTables(store)))],
  [ecrContract, ecrDemands(ecrTables(store))],
  [logsContract, logsDemands(logsTables(store))],
  [secretsmanagerContract, secretsDemands(secretTables(store))],
  [ssmContract, demandsBy('ssm', ssmDemands(ssmTables(store)))],
  [eventsContract, (operation, input, caller) => eventsDemands(events, operation, input, caller)],
  [iamContract, iamDemands(iamTables(store))],
  [
    stsContract,
    demandsBy(
      'sts',
      stsDemands(noRoles, () => 0),
    ),
  ],
];

const scope = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const context = {
  ...scope,
  requestId: 'r',
  principalArn: rootArn(scope),
  accessKeyId: scope.account,
  signal: new AbortController().signal,
};

function required(contract: ServiceContract, name: ShapeName): unknown {
  const shape = contract.shapes.get(name);
  const members = shape?.kind === 'structure' ? (shape.required ?? []) : [];
  const whole = sampleOf(contract, name, 'x') as Readonly<Record<string, unknown>>;
  return Object.fromEntries(members.map((member) => [member, whole[member]]));
}

test.each(services.map(([contract, demands]) => [contract.signingName, contract, demands] as const))(
  '%s',
  (_, contract, demands) => {
    for (const operation of contract.operations.names()) {
      const shape = contract.operations.get(operation)?.input ?? 'Unit';
      for (const input of [sampleOf(contract, shape, operation), required(contract, shape)]) {
        for (const { action, resource, conditions = {} } of demands(operation, input, context)) {
          expect(action, operation).toMatch(/^[a-z0-9-]+:[A-Za-z0-9]+$/);
          expect(resource, operation).not.toMatch(/undefined|\[object/);
          expect(JSON.stringify(conditions), operation).not.toContain('[object');
        }
      }
    }
  },
);
