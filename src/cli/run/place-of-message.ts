import type { Path } from './source-file.ts';

/**
 * Which member of a task definition a message of RegisterTaskDefinition speaks of. AWS's answers hold no
 * path, only names in quotes: `Invalid 'memory' setting for container 'api'.` So the place is looked for:
 * in the container that is named, the member that is named, else the value. `undefined` where the message
 * gives nothing to look for.
 */
export function placeOfMessage(message: string, definition: unknown): Path | undefined {
  const containers = containersIn(definition);
  const lacking = /\bContainer\.(\w+) should not be null or empty/.exec(message)?.[1];
  if (lacking !== undefined) return firstLacking(containers, lacking);
  if (message.startsWith('Container names must be unique')) return firstRepeated(containers);
  if (message.startsWith('Container list')) return ['containerDefinitions'];
  if (message.startsWith('Family')) return ['family'];

  const quoted = [...message.matchAll(/['"]([^'"]+)['"]/g)].map(([, word]) => word ?? '');
  const index = containers.findIndex(({ name }) => typeof name === 'string' && quoted.includes(name));
  const scope: Path = index < 0 ? [] : ['containerDefinitions', index];
  const within = index < 0 ? definition : containers[index];
  const words = quoted.filter((word) => index < 0 || word !== containers[index]?.['name']);
  for (const find of [byName, byValue]) {
    for (const word of words) {
      const path = find(within, word, scope);
      if (path !== undefined) return path;
    }
  }
  return index < 0 ? undefined : scope;
}

type Fields = Readonly<Record<string, unknown>>;

function containersIn(definition: unknown): readonly Fields[] {
  const list = isFields(definition) ? definition['containerDefinitions'] : undefined;
  return Array.isArray(list) ? list.filter(isFields) : [];
}

function firstLacking(containers: readonly Fields[], member: string): Path | undefined {
  const index = containers.findIndex((container) => (container[member] ?? '') === '');
  return index < 0 ? undefined : ['containerDefinitions', index, member];
}

function firstRepeated(containers: readonly Fields[]): Path | undefined {
  const names = containers.map(({ name }) => name);
  const index = names.findIndex((name, at) => names.indexOf(name) < at);
  return index < 0 ? undefined : ['containerDefinitions', index, 'name'];
}

/** The nearest member of this name. */
function byName(value: unknown, word: string, path: Path): Path | undefined {
  if (isFields(value) && Object.hasOwn(value, word)) return [...path, word];
  return inChildren(value, path, (child, childPath) => byName(child, word, childPath));
}

/** The first scalar with this value. */
function byValue(value: unknown, word: string, path: Path): Path | undefined {
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value) === word ? path : undefined;
  }
  return inChildren(value, path, (child, childPath) => byValue(child, word, childPath));
}

function inChildren(
  value: unknown,
  path: Path,
  find: (child: unknown, path: Path) => Path | undefined,
): Path | undefined {
  const children: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : isFields(value)
      ? Object.entries(value)
      : [];
  for (const [step, child] of children) {
    const found = find(child, [...path, step]);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
