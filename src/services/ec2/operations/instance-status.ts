import type { InstanceStatus, InstanceStatusSummary } from '../../../aws/contract/ec2.types.gen.ts';
import { invalidCredits } from '../errors-compute.ts';
import { describe } from '../model/describe.ts';
import { byMember, type FilterTable } from '../model/filters.ts';
import { findInstances, instancesSeen, showState, stateOf } from '../model/instances.ts';
import type { InstanceRecord } from '../model/records-compute.ts';
import { zoneIdOf } from '../model/zones.ts';
import type { Ec2Operation } from '../operation.ts';

export const instanceStatusFilters: FilterTable = {
  ...byMember(`availability-zone availability-zone-id attached-ebs-status.status application-status.status
    instance-status.status operator.managed operator.principal system-status.status`),
  'event.code': 'Events.Code',
  'event.description': 'Events.Description',
  'event.instance-event-id': 'Events.InstanceEventId',
  'event.not-after': 'Events.NotAfter',
  'event.not-before': 'Events.NotBefore',
  'event.not-before-deadline': 'Events.NotBeforeDeadline',
  'instance-state-code': 'InstanceState.Code',
  'instance-state-name': 'InstanceState.Name',
  'instance-status.reachability': 'InstanceStatus.Details.Status',
  'system-status.reachability': 'SystemStatus.Details.Status',
};

/** Running ones, unless all are asked for. */
export const describeInstanceStatus: Ec2Operation<'DescribeInstanceStatus'> = (input, call) => {
  const { InstanceIds, IncludeAllInstances } = input;
  const rows = InstanceIds === undefined ? instancesSeen(call) : findInstances(call, InstanceIds);
  const { items, nextToken } = describe(
    rows.filter((instance) => IncludeAllInstances === true || stateOf(instance, call.now) === 'running'),
    input,
    {
      filters: instanceStatusFilters,
      show: (instance) => show(instance, call.now),
      keyOf: ({ InstanceId }) => InstanceId,
      idsParameter: InstanceIds === undefined ? undefined : 'instancesSet',
    },
  );
  return { InstanceStatuses: items, NextToken: nextToken };
};

function show(instance: InstanceRecord, now: number): InstanceStatus {
  const state = stateOf(instance, now);
  const checks: InstanceStatusSummary =
    state === 'running'
      ? { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] }
      : { Status: 'not-applicable' };
  return {
    InstanceId: instance.id,
    AvailabilityZone: instance.availabilityZone,
    AvailabilityZoneId: zoneIdOf(instance.availabilityZone),
    InstanceState: showState(state),
    InstanceStatus: checks,
    SystemStatus: checks,
    AttachedEbsStatus:
      checks.Details === undefined
        ? undefined
        : { ...checks, Details: [{ Name: 'reachability', Status: 'passed' }] },
    Operator: { Managed: false },
  };
}

export const creditFilters: FilterTable = byMember('instance-id');

/** Of burstable types only; asked for another one by its id, AWS refuses. */
export const describeInstanceCreditSpecifications: Ec2Operation<'DescribeInstanceCreditSpecifications'> = (
  input,
  call,
) => {
  const { InstanceIds } = input;
  const rows = InstanceIds === undefined ? instancesSeen(call) : findInstances(call, InstanceIds);
  const other = rows.find(({ cpuCredits }) => cpuCredits === undefined);
  if (InstanceIds !== undefined && other !== undefined) throw invalidCredits(other.id);
  const { items, nextToken } = describe(
    // Without ids, those that have left the default `standard`.
    rows.filter(({ cpuCredits }) => InstanceIds !== undefined || cpuCredits === 'unlimited'),
    input,
    {
      filters: creditFilters,
      show: ({ id, cpuCredits }) => ({ InstanceId: id, CpuCredits: cpuCredits }),
      keyOf: ({ InstanceId }) => InstanceId,
    },
  );
  return { InstanceCreditSpecifications: items, NextToken: nextToken };
};
