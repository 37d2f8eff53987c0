import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { unreachable } from '../../kernel/errors.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { askingContainer } from './asking-container.ts';
import { containerDocument } from './documents/container.ts';
import { v2TaskDocument, v3TaskDocument } from './documents/task.ts';
import { type Surroundings, v4Container, v4TaskDocument } from './documents/v4.ts';
import type { EndpointAnswer } from './handler.ts';
import { json } from './responses.ts';
import type { ById, Route } from './routes.ts';
import { type TagSource, tagMembers } from './tags.ts';
import type { KnownContainer, TaskDirectory } from './task-directory.ts';

export interface MetadataParts {
  readonly directory: TaskDirectory;
  readonly tags: TagSource;
  readonly clock: Clock;
  readonly ids: Ids;
  /** `172.31.0.0/16`; `undefined` before there is a VPC. */
  readonly vpcRange: () => string | undefined;
}

type MetadataRoute = Route & { readonly kind: 'container' | 'task' | 'associations' };

/** The routes of v3 and v4 that tell what is; the agent's texts and its status codes, which differ. */
export async function answerMetadata(
  parts: MetadataParts,
  route: MetadataRoute,
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  const known = await askingContainer(parts, route.id, signal);
  switch (route.kind) {
    case 'container':
      return known?.state.runtimeId === undefined ? noContainer(route) : container(parts, route, known);
    case 'task':
      return known === undefined ? noTask(route) : task(parts, route, known.task, signal);
    case 'associations':
      return associations(route, known);
    default:
      return unreachable(route);
  }
}

function container(parts: MetadataParts, { version }: MetadataRoute, known: KnownContainer): EndpointAnswer {
  if (version === 'v4') return json(200, v4Container(known, surroundings(parts)));
  const document = containerDocument(known, false);
  if (document.Networks !== undefined) return json(200, document);
  return json(400, `Unable to generate network response for container '${document.DockerId}'`);
}

async function task(
  parts: MetadataParts,
  { version, withTags }: MetadataRoute & { kind: 'task' },
  record: TaskRecord,
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  const tags = withTags ? await tagMembers(parts, record, signal) : {};
  return version === 'v4'
    ? json(200, v4TaskDocument(record, surroundings(parts), tags))
    : json(200, v3TaskDocument(record, tags));
}

/** v2 is told by address: the whole task, or the container of a Docker id. */
export async function answerV2Metadata(
  parts: MetadataParts,
  { withTags }: Route & { kind: 'v2-metadata' },
  { record, known }: { readonly record: TaskRecord; readonly known?: KnownContainer },
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  if (known !== undefined) return json(200, containerDocument(known, false));
  return json(200, v2TaskDocument(record, withTags ? await tagMembers(parts, record, signal) : {}));
}

/** Nothing is associated with containers here: elastic inference has ended on AWS, too. */
function associations(
  route: Route & { kind: 'associations' },
  known: KnownContainer | undefined,
): EndpointAnswer {
  const { version, id, type, name } = route;
  const prefix = `${version.toUpperCase()} container associations handler`;
  if (known === undefined) {
    return json(400, `${prefix}: unable to get task arn from request: ${missingTask(id)}`);
  }
  if (name === undefined) return json(200, { Associations: [] });
  return json(
    400,
    `Unable to write container association response: unable to get association from association type ${type} and association name ${name}`,
  );
}

const surroundings = ({ clock, vpcRange }: MetadataParts): Surroundings => ({
  now: clock.now(),
  vpcRange: vpcRange(),
});

function noContainer({ version, id }: { readonly version: ById; readonly id: string }): EndpointAnswer {
  const prefix = `${version.toUpperCase()} container metadata handler`;
  return json(
    version === 'v4' ? 404 : 400,
    `${prefix}: unable to get container ID from request: ${missingContainer(id)}`,
  );
}

function noTask({ version, id }: { readonly version: ById; readonly id: string }): EndpointAnswer {
  const prefix = `${version.toUpperCase()} task metadata handler`;
  return json(
    version === 'v4' ? 404 : 500,
    `${prefix}: unable to get task arn from request: ${missingTask(id)}`,
  );
}

export const missingTask = (id: string): string => `unable to get task Arn from v3 endpoint ID: ${id}`;
export const missingContainer = (id: string): string => `unable to get docker ID from v3 endpoint ID: ${id}`;
