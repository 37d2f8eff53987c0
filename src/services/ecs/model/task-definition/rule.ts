import type {
  Compatibility,
  ContainerDefinition,
  NetworkMode,
  RegisterTaskDefinitionRequest,
} from '../../../../aws/contract/ecs.types.gen.ts';

/** What a client asks to register, as it came: the gateway has checked types, enumerations and required members. */
export type Registration = Readonly<RegisterTaskDefinitionRequest>;

/** Says in AWS's words what is wrong, or nothing. AWS tells the first problem only, as ClientException. */
export type Rule = (definition: Registration) => string | undefined;

export type ContainerRule = (container: ContainerDefinition, definition: Registration) => string | undefined;

/** Asks each container all of the questions before the next container is looked at. */
export function eachContainer(...rules: readonly ContainerRule[]): Rule {
  return (definition) =>
    firstOf(definition.containerDefinitions, (container) =>
      firstOf(rules, (rule) => rule(container, definition)),
    );
}

export function firstProblem(rules: readonly Rule[], definition: Registration): string | undefined {
  return firstOf(rules, (rule) => rule(definition));
}

/** The first problem that any of the items has. */
export function firstOf<Item>(
  items: readonly Item[] | undefined,
  problemOf: (item: Item, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of (items ?? []).entries()) {
    const problem = problemOf(item, index);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A member of a definition, and whether the definition makes use of it. */
export type MemberUse = readonly [member: string, isUsed: boolean];

export const firstUsed = (members: readonly MemberUse[]): string | undefined =>
  members.find(([, isUsed]) => isUsed)?.[0];

/** The first item that an earlier one equals. */
export function firstRepeated<Item>(items: Iterable<Item>): Item | undefined {
  const seen = new Set<Item>();
  for (const item of items) {
    if (seen.has(item)) return item;
    seen.add(item);
  }
  return undefined;
}

/** Linux tasks that say nothing run on the engine's bridge. */
export const networkModeOf = (definition: Pick<Registration, 'networkMode'>): NetworkMode =>
  definition.networkMode ?? 'bridge';

export const isEssential = (container: Pick<ContainerDefinition, 'essential'>): boolean =>
  container.essential ?? true;

export const isWindows = ({ runtimePlatform }: Pick<Registration, 'runtimePlatform'>): boolean =>
  runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') ?? false;

export const requires = (definition: Registration, compatibility: Compatibility): boolean =>
  definition.requiresCompatibilities?.includes(compatibility) ?? false;

export const outside = (value: number | undefined, low: number, high: number): boolean =>
  value !== undefined && (value < low || value > high);

export const blank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
