import { defaultRangeKey } from '../agent/network/vpc-networks.ts';
import { type ArnScope, rootArn } from '../aws/arn.ts';
import { AwsError } from '../aws/aws-error.ts';
import { innerCall } from '../aws/inner-call.ts';
import type { Service } from '../aws/service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import { createEc2, type Ec2 } from '../services/ec2/index.ts';
import type { Store } from '../store/store.ts';
import { LiveTaskInterfaces } from './task-interfaces.ts';

export interface Ec2Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly iam: Service;
  readonly ssm: Service;
}

/** EC2 with what it shows of tasks, instance profiles, parameters and the real network. */
export function openEc2({ store, clock, ids, iam, ssm }: Ec2Parts): Ec2 & Disposable {
  const taskInterfaces = new LiveTaskInterfaces(store);
  const ec2 = createEc2({
    store,
    clock,
    ids,
    taskInterfaces,
    instanceProfiles: {
      find(scope, InstanceProfileName) {
        const answer = ask(iam, 'GetInstanceProfile', { InstanceProfileName }, scope);
        const profile = memberOf(answer, 'InstanceProfile');
        const [arn, id] = [memberOf(profile, 'Arn'), memberOf(profile, 'InstanceProfileId')];
        return typeof arn === 'string' && typeof id === 'string' ? { arn, id } : undefined;
      },
    },
    parameters: {
      value(scope, Name) {
        const value = memberOf(memberOf(ask(ssm, 'GetParameter', { Name }, scope), 'Parameter'), 'Value');
        return typeof value === 'string' ? value : undefined;
      },
    },
    // Nothing has been remembered until the first task has made the network.
    defaultRange: () => store.getMeta(defaultRangeKey) ?? '172.31.0.0/16',
  });
  return { ...ec2, [Symbol.dispose]: () => taskInterfaces[Symbol.dispose]() };
}

/** Asks another service as the account itself would; `undefined` for what that refuses. */
function ask(service: Service, operation: string, input: unknown, scope: ArnScope): unknown {
  const caller = {
    account: scope.account,
    region: scope.region,
    requestId: 'ec2',
    principalArn: rootArn(scope),
    signal: new AbortController().signal,
  };
  try {
    return service.handle(operation, input, innerCall(caller));
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function memberOf(value: unknown, member: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(member);
}
