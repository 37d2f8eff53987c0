import type { ContainerOverride, KeyValuePair } from '../../aws/contract/ecs.types.gen.ts';
import { LongshoreError } from '../../kernel/errors.ts';
import { shellWords } from './shell-words.ts';
import { suggest } from './suggest.ts';

/** The options as they were written, in their order. */
export interface OverrideOptions {
  /** `[CONTAINER:]NAME=VALUE`, or `[CONTAINER:]NAME` */
  readonly env: readonly string[];
  /** `[CONTAINER:]WORDS` */
  readonly command: readonly string[];
  /** `CONTAINER:KEY=VALUE` */
  readonly containerOverride: readonly string[];
}

/** What RunTask takes in `overrides.containerOverrides`. Throws LongshoreError BAD_OPTION. */
export function containerOverrides(
  options: OverrideOptions,
  containers: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly ContainerOverride[] {
  const overrides = new Map<string, Draft>();
  const of = (name: string): Draft => {
    const draft = overrides.get(name) ?? { name, environment: new Map<string, string>() };
    overrides.set(name, draft);
    return draft;
  };
  for (const text of options.env) {
    const { names, name, value } = readEnv(text, containers, environment);
    for (const container of names) of(container).environment.set(name, value);
  }
  for (const text of options.command) {
    const { container, words } = readCommand(text, containers);
    of(container).command = words;
  }
  for (const text of options.containerOverride) {
    const option = `--container-override ${text}`;
    const match = /^([^:=]+):([^=]+)=(.*)$/s.exec(text);
    const [, container = '', key = '', value = ''] = match ?? [];
    if (match === null) throw bad(option, 'is not CONTAINER:KEY=VALUE', 'For example api:memory=256.');
    apply(of(known(container, containers, option)), key, value, option);
  }
  return [...overrides.values()].map(finish);
}

interface Draft {
  readonly name: string;
  readonly environment: Map<string, string>;
  command?: readonly string[];
  cpu?: number;
  memory?: number;
  memoryReservation?: number;
}

function finish({ environment, command, ...rest }: Draft): ContainerOverride {
  const pairs: KeyValuePair[] = [...environment].map(([name, value]) => ({ name, value }));
  return {
    ...rest,
    ...(command !== undefined && { command: [...command] }),
    ...(pairs.length > 0 && { environment: pairs }),
  };
}

function apply(draft: Draft, key: string, value: string, option: string): void {
  const variable = /^env(?:ironment)?\.(.+)$/.exec(key)?.[1];
  if (variable !== undefined) {
    draft.environment.set(variable, value);
    return;
  }
  switch (key) {
    case 'cpu':
    case 'memory':
    case 'memoryReservation':
      if (!/^\d{1,9}$/.test(value)) throw bad(option, 'needs a whole number', unitOf(key));
      draft[key] = Number(value);
      return;
    case 'command':
      draft.command = wordsOf(value, option);
      return;
    default: {
      const keys = 'cpu, memory, memoryReservation, command and environment.NAME';
      throw bad(option, `names ${key}, which cannot be overridden`, `What can be overridden is ${keys}.`);
    }
  }
}

const unitOf = (key: 'cpu' | 'memory' | 'memoryReservation'): string =>
  key === 'cpu' ? 'CPU units: 1024 are one CPU.' : 'In MiB.';

interface Variable {
  readonly names: readonly string[];
  readonly name: string;
  readonly value: string;
}

function readEnv(
  text: string,
  containers: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Variable {
  const option = `--env ${text}`;
  const equals = text.indexOf('=');
  const head = equals < 0 ? text : text.slice(0, equals);
  const colon = head.indexOf(':');
  const names = colon < 0 ? containers : [known(head.slice(0, colon), containers, option)];
  const name = head.slice(colon + 1);
  if (name === '') throw bad(option, 'names no variable', 'Write NAME=VALUE or CONTAINER:NAME=VALUE.');
  if (equals >= 0) return { names, name, value: text.slice(equals + 1) };
  const value = environment[name];
  if (value === undefined) {
    throw bad(
      option,
      `has no value, and ${name} is not set here`,
      `Write ${head}=VALUE, or export ${name} first.`,
    );
  }
  return { names, name, value };
}

function readCommand(
  text: string,
  containers: readonly string[],
): { readonly container: string; readonly words: readonly string[] } {
  const option = `--command ${text}`;
  // A command may itself hold colons: only the name of a container is taken for one.
  const named = containers.find((name) => text.startsWith(`${name}:`));
  if (named !== undefined) return { container: named, words: wordsOf(text.slice(named.length + 1), option) };
  const [only] = containers;
  if (only === undefined || containers.length > 1) {
    const hint = `Write --command CONTAINER:WORDS, with one of ${containers.join(', ')}.`;
    throw bad(option, 'does not say for which of the containers it is', hint);
  }
  return { container: only, words: wordsOf(text, option) };
}

function wordsOf(text: string, option: string): readonly string[] {
  if (!text.trimStart().startsWith('[')) {
    const words = shellWords(text);
    if (words === undefined)
      throw bad(option, 'has a quote that is not closed', 'Close it, or use a JSON array.');
    return words;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw bad(option, 'begins like a JSON array but is none', 'For example ["sh","-c","echo hello"].', error);
  }
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string')) {
    throw bad(option, 'is not a JSON array of strings', 'For example ["sh","-c","echo hello"].');
  }
  return value;
}

function known(name: string, containers: readonly string[], option: string): string {
  if (containers.includes(name)) return name;
  const near = suggest(name, containers);
  const hint = near === undefined ? `Containers here: ${containers.join(', ')}.` : `Did you mean ${near}?`;
  throw bad(option, `names the container ${name}, which the task definition has not`, hint);
}

function bad(option: string, problem: string, hint: string, cause?: unknown): LongshoreError {
  return new LongshoreError('BAD_OPTION', `${option} ${problem}`, { hint, cause });
}
