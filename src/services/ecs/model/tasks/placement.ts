import type {
  Failure,
  PlacementConstraint,
  PlacementStrategy,
  RunTaskRequest,
} from '../../../../aws/contract/ecs.types.gen.ts';
import { invalidParameter, tooManyItems, unsupportedFeature } from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';
import type { ClusterRecord, TaskDefinitionRecord } from '../tables.ts';
import { ownContainerInstance } from './container-instance.ts';

/*
 * There is one container instance, the machine. A strategy, which only chooses between instances, is
 * therefore obeyed by itself; a constraint may leave a task without a place.
 */

type PlacementInput = Pick<RunTaskRequest, 'placementConstraints' | 'placementStrategy'>;

/** Refuses constraints and strategies that AWS would not take, or that cannot be obeyed. */
export function checkPlacement(
  { placementConstraints = [], placementStrategy = [] }: PlacementInput,
  definition: TaskDefinitionRecord,
  launchType: string,
): void {
  if (placementConstraints.length > 10) throw tooManyItems('placementConstraints', 10);
  if (placementStrategy.length > 5) throw tooManyItems('placementStrategy', 5);
  if (launchType === 'FARGATE') {
    if (placementConstraints.length > 0) throw notOnFargate('constraints');
    if (placementStrategy.length > 0) throw notOnFargate('strategies');
  }
  placementConstraints.forEach(checkConstraint);
  placementStrategy.forEach(checkStrategy);
  const expressions = [...placementConstraints, ...(definition.definition.placementConstraints ?? [])];
  if (expressions.some(({ type }) => type === 'memberOf')) {
    throw unsupportedFeature(
      'Placement constraints of type memberOf are not implemented by this version of Longshore.',
    );
  }
}

const notOnFargate = (what: string): Error =>
  invalidParameter(`Placement ${what} are not supported with FARGATE launch type.`);

function checkConstraint({ type, expression }: PlacementConstraint): void {
  if (type === undefined) throw invalidParameter('Placement constraint type can not be blank.');
  if (type === 'memberOf' && (expression ?? '') === '') {
    throw invalidParameter('Expression can not be blank for placement constraint of type memberOf.');
  }
  if ((expression ?? '').length > 2000) throw invalidParameter('expression longer than 2000.');
  if (type === 'distinctInstance' && expression !== undefined) {
    throw invalidParameter(
      'Expression can not be specified for placement constraint of type distinctInstance.',
    );
  }
}

const binpackFields = new Set(['cpu', 'memory']);

function checkStrategy({ type, field }: PlacementStrategy): void {
  switch (type) {
    case undefined:
      throw invalidParameter('Placement strategy type can not be blank.');
    case 'random':
      if (field !== undefined) throw invalidParameter('Field can not be specified for strategy type random.');
      return;
    case 'binpack':
      if (!binpackFields.has((field ?? '').toLowerCase())) throw invalidField(field);
      return;
    case 'spread':
      if (!/^(?:instanceId|host|attribute:[A-Za-z0-9_\-/\\.]{1,128})$/.test(field ?? '')) {
        throw invalidField(field);
      }
      return;
    default:
      return type satisfies never;
  }
}

const invalidField = (field: string | undefined): Error =>
  invalidParameter(`Invalid placement strategy field: ${field ?? 'null'}`);

/** How many of `count` tasks find a place, and a failure for each that does not. */
export function place(
  call: EcsCall,
  input: PlacementInput,
  wanted: {
    readonly cluster: ClusterRecord;
    readonly group: string;
    readonly launchType: string;
    readonly count: number;
  },
): { readonly count: number; readonly failures: Failure[] } {
  const distinct = input.placementConstraints?.some(({ type }) => type === 'distinctInstance') === true;
  if (!distinct) return { count: wanted.count, failures: [] };
  const count = Math.min(wanted.count, isTaken(call, wanted) ? 0 : 1);
  const failure = {
    arn: ownContainerInstance(call, wanted.cluster),
    reason: 'DistinctInstance placement constraint unsatisfied.',
  };
  return { count, failures: Array.from({ length: wanted.count - count }, () => failure) };
}

/** What counts is the desired status: a task that is being stopped leaves its place at once. */
function isTaken(call: EcsCall, { cluster, group }: { cluster: ClusterRecord; group: string }): boolean {
  const where = {
    account: call.account,
    region: call.region,
    cluster: cluster.name,
    desired_status: 'RUNNING',
    launch_type: { not: 'FARGATE' },
    task_group: group,
  };
  return call.tables.tasks.count({ where }) > 0;
}
