import { parseArn } from '../../../aws/arn.ts';
import type { Target } from '../../../aws/contract/events.types.gen.ts';
import { upstreamMissing } from '../../../aws/targets/target-upstreams.ts';
import {
  ecsParametersRequired,
  invalidTargetMember,
  malformedTargetArn,
  roleRequired,
  sqsParametersRequired,
  unknownApiDestination,
  unsupportedTargetService,
  unwantedTargetMember,
} from '../errors.ts';
import { inputProblem } from '../input/target-input.ts';
import type { EventsCall } from '../operation.ts';
import { type TargetKind, targetKind } from '../targets/kind.ts';

/** Of AWS's targets those that Longshore hands nothing to. */
const othersOfAws: ReadonlySet<string> = new Set([
  'appsync',
  'batch',
  'codebuild',
  'codepipeline',
  'ec2',
  'inspector',
  'redshift',
  'redshift-serverless',
  'sagemaker',
  'ssm',
  'ssm-incidents',
  'execute-api',
  'logs',
  'events',
  'ecs',
]);

/** Members that are for one kind of target only. */
const ownMembers = {
  AppSyncParameters: 'appsync',
  BatchParameters: 'batch',
  EcsParameters: 'ecs',
  HttpParameters: 'api-destination',
  KinesisParameters: 'kinesis',
  RedshiftDataParameters: 'redshift',
  RunCommandParameters: 'ssm',
  SageMakerPipelineParameters: 'sagemaker',
  SqsParameters: 'sqs',
} as const satisfies Partial<Record<keyof Target, string>>;

function checkMembers(kind: TargetKind, target: Target): void {
  // What is of no kind that is here is refused as a whole.
  if (kind.kind === 'other') return;
  const name = kind.kind === 'upstream' ? kind.service : kind.kind;
  const given = new Map<string, unknown>(Object.entries(target));
  for (const [member, owner] of Object.entries(ownMembers)) {
    if (given.get(member) !== undefined && owner !== name) throw unwantedTargetMember(member, target.Id);
  }
}

/** The others allow EventBridge by policies of their own. */
function needsRole(kind: TargetKind): boolean {
  if (kind.kind === 'upstream') return ['firehose', 'kinesis', 'states'].includes(kind.service);
  return kind.kind === 'ecs' || kind.kind === 'api-destination';
}

/** Throws ValidationException for a target that AWS would not take. */
export function targetKindOf(target: Target): TargetKind {
  const kind = targetKind(target.Arn);
  if (kind === undefined) throw malformedTargetArn(target.Arn);
  if (kind.kind === 'other' && !othersOfAws.has(kind.service)) throw unsupportedTargetService(kind.service);
  checkMembers(kind, target);
  const problem = inputProblem(target);
  if (problem !== undefined) throw invalidTargetMember(problem.member, target.Id, problem.reason);
  if (needsRole(kind) && target.RoleArn === undefined) throw roleRequired(target.Arn);
  if (kind.kind === 'ecs' && target.EcsParameters === undefined) throw ecsParametersRequired(target.Arn);
  const isFifo = kind.kind === 'upstream' && kind.service === 'sqs' && target.Arn.endsWith('.fifo');
  if (isFifo && target.SqsParameters?.MessageGroupId === undefined) throw sqsParametersRequired(target.Id);
  const queue = target.DeadLetterConfig?.Arn;
  if (queue !== undefined && (parseArn(queue)?.service !== 'sqs' || queue.endsWith('.fifo'))) {
    throw invalidTargetMember('DeadLetterConfig', target.Id, `${queue} is no ARN of a standard queue`);
  }
  return kind;
}

/** Why Longshore cannot hand events to such a target. */
export function refusal(call: EventsCall, kind: TargetKind, target: Target): string | undefined {
  if (target.DeadLetterConfig?.Arn !== undefined && call.targets.upstreams?.('sqs') === undefined) {
    return `DeadLetterConfig: ${upstreamMissing('sqs')}`;
  }
  switch (kind.kind) {
    case 'logs':
      return call.targets.logs === undefined ? 'This Longshore has no CloudWatch Logs.' : undefined;
    case 'ecs':
      return call.targets.ecs === undefined ? 'This Longshore has no ECS.' : undefined;
    case 'bus':
      return undefined;
    case 'api-destination': {
      const { account, region } = kind.scope;
      const found = call.tables.apiDestinations.get(account, region, kind.name);
      if (found === undefined) throw unknownApiDestination(kind.name);
      return undefined;
    }
    case 'upstream':
      return call.targets.upstreams?.(kind.service) === undefined ? upstreamMissing(kind.service) : undefined;
    case 'other':
      return `Targets of ${kind.service} are not implemented by this version of Longshore: it hands events to CloudWatch Logs, event buses, API destinations and ECS, and by --upstream to SQS, SNS, Lambda, Kinesis, Firehose and Step Functions.`;
    default:
      return kind satisfies never;
  }
}
