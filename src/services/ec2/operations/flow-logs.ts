import type { FlowLog, UnsuccessfulItem } from '../../../aws/contract/ec2.types.gen.ts';
import { badValue, invalidParameter, missingParameter, unsupported, notFound } from '../errors.ts';
import { describe } from '../model/describe.ts';
import { byMember, type FilterTable, tagFilters } from '../model/filters.ts';
import { find, findAll, newId } from '../model/find.ts';
import { anyInterface } from '../model/interfaces.ts';
import type { FlowLogRecord } from '../model/records.ts';
import { newTags, tagsOf } from '../model/tags.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const flowLogFilters: FilterTable = {
  ...tagFilters,
  ...byMember('log-destination-type flow-log-id log-group-name resource-id traffic-type'),
  'deliver-log-status': 'DeliverLogsStatus',
};

const defaultFormat =
  '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}';

/** Records only: no packet is looked at. */
export const createFlowLogs: Ec2Operation<'CreateFlowLogs'> = (input, call) => {
  const { account, region, now } = call;
  const destinationType = input.LogDestinationType ?? 'cloud-watch-logs';
  checkDestination(input, destinationType);
  const interval = input.MaxAggregationInterval ?? 600;
  if (interval !== 60 && interval !== 600) throw badValue(interval, 'maxAggregationInterval');
  if (input.TrafficType === undefined) throw missingParameter('TrafficType');
  const tags = newTags(input.TagSpecifications, 'vpc-flow-log');
  const ids = input.ResourceIds.map((resource) => {
    const flowLog: FlowLogRecord = {
      account,
      region,
      id: newId(call, 'vpc-flow-log'),
      createdAt: now,
      tags,
      resourceId: resourceOf(call, input.ResourceType, resource),
      trafficType: input.TrafficType,
      destinationType,
      destination: input.LogDestination,
      logGroupName: input.LogGroupName ?? groupOf(input.LogDestination, destinationType),
      roleArn: input.DeliverLogsPermissionArn,
      format: input.LogFormat ?? defaultFormat,
      interval,
      options: input.DestinationOptions,
    };
    call.tables['vpc-flow-log'].put(flowLog);
    return flowLog.id;
  });
  return { FlowLogIds: ids, ClientToken: input.ClientToken, Unsuccessful: [] };
};

function checkDestination(
  input: {
    readonly LogDestination?: string;
    readonly LogGroupName?: string;
    readonly DeliverLogsPermissionArn?: string;
  },
  type: string,
): void {
  const { LogDestination, LogGroupName, DeliverLogsPermissionArn } = input;
  if (type === 'cloud-watch-logs') {
    if (LogDestination === undefined && LogGroupName === undefined) {
      throw invalidParameter("LogDestination can't be empty if LogGroupName is not provided.");
    }
    if (LogDestination !== undefined && LogGroupName !== undefined) {
      throw invalidParameter('Please only provide LogGroupName or only provide LogDestination.');
    }
    if (DeliverLogsPermissionArn === undefined) {
      throw invalidParameter(`DeliverLogsPermissionArn can't be empty if LogDestinationType is ${type}.`);
    }
  } else {
    if (LogDestination === undefined) {
      throw invalidParameter(`LogDestination can't be empty if LogDestinationType is ${type}.`);
    }
    if (LogGroupName !== undefined) {
      throw invalidParameter('LogDestination type must be cloud-watch-logs if LogGroupName is provided.');
    }
  }
}

const groupOf = (destination: string | undefined, type: string): string | undefined =>
  type === 'cloud-watch-logs' ? destination?.split(':')[6] : undefined;

function resourceOf(call: Ec2Call, type: string, id: string): string {
  switch (type) {
    case 'VPC':
      return find(call, 'vpc', id).id;
    case 'Subnet':
      return find(call, 'subnet', id).id;
    case 'NetworkInterface':
      return anyInterface(call, id).id;
    default:
      throw unsupported(`ResourceType=${type}`);
  }
}

export const describeFlowLogs: Ec2Operation<'DescribeFlowLogs'> = (input, call) => {
  const ids = input.FlowLogIds;
  const rows =
    ids === undefined ? call.tables['vpc-flow-log'].list(call) : findAll(call, 'vpc-flow-log', ids);
  const { items, nextToken } = describe(
    rows,
    { ...input, Filters: input.Filter },
    { filters: flowLogFilters, show, keyOf: ({ FlowLogId }) => FlowLogId, smallestPage: 1 },
  );
  return { FlowLogs: items, NextToken: nextToken };
};

const show = (flowLog: FlowLogRecord): FlowLog => ({
  FlowLogId: flowLog.id,
  FlowLogStatus: 'ACTIVE',
  ResourceId: flowLog.resourceId,
  TrafficType: flowLog.trafficType,
  LogDestinationType: flowLog.destinationType,
  LogDestination: flowLog.destination,
  LogGroupName: flowLog.logGroupName,
  DeliverLogsPermissionArn: flowLog.roleArn,
  DeliverLogsStatus: 'SUCCESS',
  LogFormat: flowLog.format,
  MaxAggregationInterval: flowLog.interval,
  DestinationOptions: flowLog.options,
  CreationTime: flowLog.createdAt / 1000,
  Tags: tagsOf(flowLog),
});

export const deleteFlowLogs: Ec2Operation<'DeleteFlowLogs'> = ({ FlowLogIds }, call) => {
  const Unsuccessful: UnsuccessfulItem[] = [];
  for (const id of FlowLogIds) {
    const flowLog = call.tables['vpc-flow-log'].get(call, id);
    if (flowLog !== undefined) {
      call.tables['vpc-flow-log'].delete(flowLog);
      continue;
    }
    const { code, message } = notFound('vpc-flow-log', id);
    Unsuccessful.push({ ResourceId: id, Error: { Code: code, Message: message } });
  }
  return { Unsuccessful };
};
