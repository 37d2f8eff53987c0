import type { ContainerNetwork, TaskRecord } from '../../model/task-record.ts';
import { defaultVpc } from '../../network/vpc.ts';
import { goTime } from '../go-time.ts';
import { containersOf, type KnownContainer } from '../task-directory.ts';
import { zoneId } from '../zone-id.ts';
import { containerDocument } from './container.ts';
import { isFargate } from './identity.ts';
import { v4Networks } from './networks.ts';
import { pauseContainer } from './pause-container.ts';
import { taskDocument, type TagMembers } from './task.ts';
import type { V4ContainerDocument, V4TaskDocument } from './v4-types.ts';

/** What documents tell of the world around a task. */
export interface Surroundings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Of the default VPC; absent before it has one. */
  readonly vpcRange?: string | undefined;
}

/** A task as v4 tells it. Containers that are pulled and not made yet come last, as by the agent. Pure. */
export function v4TaskDocument(
  task: TaskRecord,
  around: Surroundings,
  tags: TagMembers = {},
): V4TaskDocument {
  const known = containersOf(task).filter(({ state }) => state.known !== 'NONE');
  const pause = pauseContainer(task);
  const containers = [
    ...known.filter(({ state }) => state.runtimeId !== undefined).map((each) => v4Container(each, around)),
    ...(pause === undefined ? [] : [{ ...pause, ...networksMember(task, around) }]),
    ...known.filter(({ state }) => state.runtimeId === undefined).map((each) => v4Container(each, around)),
  ];
  const { Errors, ...document } = taskDocument(task, containers, tags);
  const service = /^service:(.+)$/.exec(task.request.group)?.[1];
  const zone = zoneId(task.availabilityZone);
  return {
    ...document,
    LaunchType: task.request.launchType,
    ...(Errors !== undefined && { Errors }),
    ...(zone !== undefined && { AvailabilityZoneID: zone }),
    VPCID: task.networkInterface?.subnet?.vpcId ?? defaultVpc(task.account, task.region).id,
    ...(service !== undefined && { ServiceName: service }),
    ...(isFargate(task) && { ClockDrift: clockDrift(around) }),
    FaultInjectionEnabled: task.plan.faultInjection === true,
  };
}

/** A container as v4 tells it. Pure. */
export function v4Container(known: KnownContainer, around: Surroundings): V4ContainerDocument {
  const { task, plan, state } = known;
  return {
    ...containerDocument(known, true),
    ...networksMember(task, around, state.networks),
    ...(isFargate(task) && { Snapshotter: 'overlayfs' }),
    ...(plan.restartPolicy !== undefined && { RestartCount: state.restarts }),
  };
}

function networksMember(
  task: TaskRecord,
  { vpcRange }: Surroundings,
  own?: readonly ContainerNetwork[],
): Pick<V4ContainerDocument, 'Networks'> {
  const networks = v4Networks(task, vpcRange, own);
  return networks === undefined ? {} : { Networks: networks };
}

/** Nothing that a task can be compared with has a clock of another machine: there is no error to bound. */
const clockDrift = ({ now }: Surroundings): V4TaskDocument['ClockDrift'] => ({
  ReferenceTimestamp: goTime(Math.floor(now / 1000) * 1000),
  ClockSynchronizationStatus: 'SYNCHRONIZED',
});
