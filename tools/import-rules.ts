import { posix } from 'node:path';

/**
 * The rooms of src/, each with the level it stands on. A room may import its own files and those of lower
 * levels:
 *
 *     kernel <- store, aws, docker <- agent <- services <- upstreams <- gateway <- assembly <- main <- cli
 */
const LEVELS: Readonly<Record<string, number>> = {
  kernel: 0,
  store: 1,
  aws: 1,
  docker: 1,
  agent: 2,
  services: 3,
  upstreams: 4,
  gateway: 5,
  assembly: 6,
  'main.ts': 7,
  cli: 8,
};

const ORDER =
  'kernel <- store, aws, docker <- agent <- services <- upstreams <- gateway <- assembly <- main <- cli';

/** Only this file may be imported from outside src: the program's own name and version. */
const MANIFEST = 'package.json';

function isTest(file: string): boolean {
  return file.endsWith('.test.ts');
}

function roomOf(file: string): string {
  return file.split('/')[1] ?? '';
}

function serviceOf(file: string): string | undefined {
  const parts = file.split('/');
  return parts[1] === 'services' && parts.length > 3 ? parts[2] : undefined;
}

/**
 * Why `file` (a path from the root, with slashes) may not import `specifier`; undefined when it may.
 * A test may also import what is under test/; for the rest it keeps the rules of the code it stands beside.
 */
export function whyForbidden(file: string, specifier: string): string | undefined {
  if (specifier === 'node:sqlite' || specifier === 'sqlite') {
    return roomOf(file) === 'store' ? undefined : 'only src/store uses node:sqlite';
  }
  if (!specifier.startsWith('.')) return undefined;
  const target = posix.join(posix.dirname(file), specifier);
  if (target === MANIFEST) return undefined;
  if (!target.startsWith('src/')) {
    if (isTest(file) && target.startsWith('test/')) return undefined;
    return 'code under src/ imports nothing outside it';
  }
  if (isTest(target)) return 'nothing imports a test';
  const from = roomOf(file);
  const to = roomOf(target);
  const fromLevel = LEVELS[from];
  const toLevel = LEVELS[to];
  if (fromLevel === undefined) return `src/${from} is not a room: it has no place in ${ORDER}`;
  if (toLevel === undefined) return `src/${to} is not a room: it has no place in ${ORDER}`;
  if (fromLevel < toLevel) return `the arrow runs back: ${ORDER}`;
  if (from !== to && fromLevel === toLevel)
    return `${from} and ${to} stand side by side and do not import one another`;
  const service = serviceOf(file);
  const other = serviceOf(target);
  if (service !== undefined && other !== undefined && service !== other) {
    return `service ${service} states a port for what it needs of ${other}, and main.ts hands it over`;
  }
  return undefined;
}
