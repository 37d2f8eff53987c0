import { vpcRange } from '../agent/agent.ts';
import { AwsError } from '../aws/aws-error.ts';
import { rootArn } from '../aws/arn.ts';
import { innerCall } from '../aws/inner-call.ts';
import type { Service } from '../aws/service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import { createEc2, type Ec2, type InstanceProfiles } from '../services/ec2/index.ts';
import type { Store } from '../store/store.ts';
import { LiveTaskInterfaces } from './task-interfaces.ts';

export interface Ec2Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly iam: Service;
}

/** EC2 with what it shows of tasks, instance profiles and the real network. */
export function openEc2({ store, clock, ids, iam }: Ec2Parts): Ec2 & Disposable {
  const taskInterfaces = new LiveTaskInterfaces(store);
  const ec2 = createEc2({
    store,
    clock,
    ids,
    taskInterfaces,
    instanceProfiles: profilesOf(iam),
    // Nothing has been remembered until the first task has made the network.
    defaultRange: () => store.getMeta(vpcRange) ?? '172.31.0.0/16',
  });
  return { ...ec2, [Symbol.dispose]: () => taskInterfaces[Symbol.dispose]() };
}

/** Instance profiles are asked for as anybody asks IAM. */
function profilesOf(iam: Service): InstanceProfiles {
  return {
    find(scope, name) {
      const caller = {
        account: scope.account,
        region: scope.region,
        requestId: 'instance-profile',
        principalArn: rootArn(scope),
        signal: new AbortController().signal,
      };
      try {
        const answer = iam.handle('GetInstanceProfile', { InstanceProfileName: name }, innerCall(caller));
        return profileIn(answer);
      } catch (error) {
        if (error instanceof AwsError) return undefined;
        throw error;
      }
    },
  };
}

function profileIn(answer: unknown): { readonly arn: string; readonly id: string } | undefined {
  if (typeof answer !== 'object' || answer === null || !('InstanceProfile' in answer)) return undefined;
  const profile = answer.InstanceProfile;
  if (typeof profile !== 'object' || profile === null) return undefined;
  if (!('Arn' in profile) || !('InstanceProfileId' in profile)) return undefined;
  return { arn: String(profile.Arn), id: String(profile.InstanceProfileId) };
}
