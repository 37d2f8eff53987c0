import { readFile } from 'node:fs/promises';
import { ecsContract } from '../../aws/contract/ecs.gen.ts';
import type { RegisterTaskDefinitionRequest } from '../../aws/contract/ecs.types.gen.ts';
import { LongshoreError, messageOf } from '../../kernel/errors.ts';
import { checkShape } from './check-shape.ts';
import { parseSource, type Problem } from './source-file.ts';

/** What AWS adds to a task definition when it is registered, and does not take back. */
const OUTPUT_ONLY: ReadonlySet<string> = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
]);

const HINT = 'Expected is what `aws ecs register-task-definition --cli-input-json` takes.';

export interface TaskDefinitionFile {
  readonly name: string;
  readonly input: RegisterTaskDefinitionRequest;
  /** An error that shows a problem of `input` at its line. */
  readonly located: (problem: Problem, hint: string) => LongshoreError;
}

/** `-` reads standard input. Throws LongshoreError BAD_TASK_DEFINITION that says where. */
export async function readTaskDefinition(
  file: string,
  readInput: () => Promise<string>,
): Promise<TaskDefinitionFile> {
  if (file === '-') return parseTaskDefinition('standard input', await readInput());
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new LongshoreError('BAD_TASK_DEFINITION', `cannot read ${file}: ${messageOf(error)}`, {
      hint: 'Give a JSON or YAML file, or - for standard input.',
      cause: error,
    });
  }
  return parseTaskDefinition(file, text);
}

/** Takes what register-task-definition takes and what describe-task-definition prints. */
export function parseTaskDefinition(name: string, text: string): TaskDefinitionFile {
  const source = parseSource(name, text.replace(/^\uFEFF/, ''));
  const { value } = source;
  if (!isRecord(value)) {
    throw source.error([{ path: [], text: 'a task definition is a structure: { "family": … }' }], HINT);
  }
  const inner = value['taskDefinition'];
  const input = isRecord(inner) ? withTags(withoutOutput(inner), value['tags']) : withoutOutput(value);
  const placed = (problem: Problem): Problem => (isRecord(inner) ? placedInOutput(problem) : problem);
  const problems = checkShape(ecsContract, 'RegisterTaskDefinitionRequest', input);
  if (problems.length > 0) {
    throw source.error(problems.slice(0, MOST_SHOWN).map(placed), more(problems.length) ?? HINT);
  }
  return {
    name,
    // It has just been checked against this very shape.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    input: input as unknown as RegisterTaskDefinitionRequest,
    located: (problem, hint) => source.error([placed(problem)], hint),
  };
}

const MOST_SHOWN = 10;

function more(count: number): string | undefined {
  return count > MOST_SHOWN ? `And ${count - MOST_SHOWN} more. ${HINT}` : undefined;
}

function withoutOutput(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([member]) => !OUTPUT_ONLY.has(member)));
}

/** describe-task-definition prints the tags beside the definition, and an empty list where there are none. */
function withTags(definition: Record<string, unknown>, tags: unknown): Record<string, unknown> {
  const isNone = tags === undefined || tags === null || (Array.isArray(tags) && tags.length === 0);
  return isNone ? definition : { ...definition, tags };
}

/** Where a member of the request stands in what describe-task-definition prints. */
function placedInOutput({ path, text, atName }: Problem): Problem {
  const isBeside = path[0] === 'tags';
  return { text, path: isBeside ? path : ['taskDefinition', ...path], ...(atName === true && { atName }) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
