import type {
  Failure,
  PlacementConstraint,
  PlacementStrategy,
  RunTaskRequest,
} from '../../../../aws/contract/ecs.types.gen.ts';
import { invalidParameter, tooManyItems } from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';
import type { ClusterRecord, TaskDefinitionRecord } from '../tables.ts';
import { type ClusterQuery, parseClusterQuery } from './cluster-query.ts';
import { instanceFacts, ownContainerInstance, tasksOnInstance } from './container-instance.ts';

/*
 * There is one container instance, the machine. A strategy, which only chooses between instances, is
 * therefore obeyed by itself; a constraint may leave a task without a place.
 */

type PlacementInput = Pick<RunTaskRequest, 'placementConstraints' | 'placementStrategy'>;

/** Refuses constraints and strategies that AWS would not take, or that cannot be obeyed. */
export function checkPlacement(
  { placementConstraints = [], placementStrategy = [] }: PlacementInput,
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
}

const notOnFargate = (what: string): Error =>
  invalidParameter(`Placement ${what} are not supported with FARGATE launch type.`);

function checkConstraint({ type, expression }: PlacementConstraint): void {
  if (type === undefined) throw invalidParameter('Placement constraint type can not be blank.');
  if (type === 'memberOf' && (expression ?? '') === '') {
    throw invalidParameter('Expression can not be blank for placement constraint of type memberOf.');
  }
  if (type === 'memberOf') query(expression ?? '');
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

interface Wanted {
  readonly cluster: ClusterRecord;
  readonly definition: TaskDefinitionRecord;
  readonly group: string;
  readonly launchType: string;
  readonly count: number;
}

/** How many of `count` tasks find a place, and a failure for each that does not. */
export function place(
  call: EcsCall,
  { placementConstraints = [] }: PlacementInput,
  wanted: Wanted,
): { readonly count: number; readonly failures: Failure[] } {
  // Fargate has no instances to choose from.
  if (wanted.launchType === 'FARGATE') return { count: wanted.count, failures: [] };
  const constraints = [...placementConstraints, ...(wanted.definition.definition.placementConstraints ?? [])];
  const instance = instanceFacts(call, wanted.cluster);
  const isMember = constraints
    .filter(({ type }) => type === 'memberOf')
    .map(({ expression = '' }) => query(expression))
    .every((holds) => holds(instance));
  if (!isMember) return noPlace(call, wanted, 0, 'MemberOf placement constraint unsatisfied.');
  if (!constraints.some(({ type }) => type === 'distinctInstance'))
    return { count: wanted.count, failures: [] };
  const count = Math.min(wanted.count, isTaken(call, wanted) ? 0 : 1);
  return noPlace(call, wanted, count, 'DistinctInstance placement constraint unsatisfied.');
}

function noPlace(
  call: EcsCall,
  wanted: Wanted,
  count: number,
  reason: string,
): { readonly count: number; readonly failures: Failure[] } {
  const failure = { arn: ownContainerInstance(call, wanted.cluster), reason };
  return { count, failures: Array.from({ length: wanted.count - count }, () => failure) };
}

function query(expression: string): ClusterQuery {
  const parsed = parseClusterQuery(expression);
  if (parsed === undefined) throw invalidParameter(`Invalid placement constraint expression: ${expression}`);
  return parsed;
}

/** What counts is the desired status: a task that is being stopped leaves its place at once. */
function isTaken(call: EcsCall, { cluster, group }: Wanted): boolean {
  return call.tables.tasks.count({ where: { ...tasksOnInstance(call, cluster), task_group: group } }) > 0;
}
