import type { Target } from '../../../aws/contract/scheduler.types.gen.ts';
import {
  fifoNeedsGroup,
  inputRequired,
  invalidInput,
  malformedTargetArn,
  noUpstream,
  parametersRequired,
  parametersUnwanted,
  sourceByPath,
  unimplementedTarget,
  unsupportedApi,
  unsupportedService,
} from '../errors.ts';
import type { SchedulerTargets } from '../ports.ts';
import { type TargetKind, targetKind } from './target-kind.ts';
import { operationOf } from './universal.ts';

/** Of the templated targets of AWS those that Longshore does not invoke. */
const othersOfAws: ReadonlySet<string> = new Set(['codebuild', 'codepipeline', 'inspector', 'sagemaker']);

const parameterMembers = [
  'EcsParameters',
  'EventBridgeParameters',
  'KinesisParameters',
  'SageMakerPipelineParameters',
  'SqsParameters',
] as const;

type ParameterMember = (typeof parameterMembers)[number];

/** Throws ValidationException for a target that AWS would not take, or that nobody here would get. */
export function checkTarget(target: Target, targets: SchedulerTargets): void {
  const kind = targetKind(target.Arn);
  if (kind === undefined) throw malformedTargetArn(target.Arn);
  const { needed, allowed } = parametersOf(kind, target);
  for (const member of parameterMembers) {
    if (target[member] === undefined && member === needed) throw parametersRequired(member);
    if (target[member] !== undefined && member !== needed && member !== allowed) {
      throw parametersUnwanted(member);
    }
  }
  checkReach(kind, targets);
  checkInput(kind, target);
  const queue = target.DeadLetterConfig?.Arn;
  if (queue !== undefined && targets.upstreams('sqs') === undefined) throw noUpstream('sqs');
}

function parametersOf(
  kind: TargetKind,
  target: Target,
): { readonly needed?: ParameterMember; readonly allowed?: ParameterMember } {
  switch (kind.kind) {
    case 'ecs':
      return { needed: 'EcsParameters' };
    case 'bus':
      if (target.EventBridgeParameters?.Source.startsWith('$')) throw sourceByPath();
      return { needed: 'EventBridgeParameters' };
    case 'upstream':
      if (kind.service === 'kinesis') return { needed: 'KinesisParameters' };
      if (kind.service !== 'sqs') return {};
      if (kind.arn.endsWith('.fifo') && target.SqsParameters?.MessageGroupId === undefined) {
        throw fifoNeedsGroup();
      }
      return { allowed: 'SqsParameters' };
    case 'universal':
    case 'other':
      return {};
    default:
      return kind satisfies never;
  }
}

function checkReach(kind: TargetKind, targets: SchedulerTargets): void {
  switch (kind.kind) {
    case 'ecs':
    case 'bus': {
      const name = kind.kind === 'ecs' ? 'ecs' : 'eventbridge';
      if (targets.service(name) === undefined) throw unsupportedService(name);
      return;
    }
    case 'universal': {
      const service = targets.service(kind.service);
      if (service === undefined) throw unsupportedService(kind.service);
      if (operationOf(service.contract, kind.api) === undefined) throw unsupportedApi(kind.api);
      return;
    }
    case 'upstream':
      if (targets.upstreams(kind.service) === undefined) throw noUpstream(kind.service);
      return;
    case 'other':
      if (othersOfAws.has(kind.service)) throw unimplementedTarget(kind.service);
      throw unsupportedService(kind.service);
    default:
      kind satisfies never;
  }
}

/** Overrides, details and requests are objects; what queues and functions get may be any text. */
function checkInput(kind: TargetKind, { Input }: Target): void {
  if (kind.kind === 'universal' && Input === undefined) throw inputRequired();
  if (kind.kind === 'upstream' || kind.kind === 'other' || Input === undefined) return;
  if (!isObject(Input)) throw invalidInput();
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
