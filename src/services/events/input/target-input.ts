import type { InputTransformer, Target } from '../../../aws/contract/events.types.gen.ts';
import type { EventDocument } from '../model/event.ts';
import { parseJsonPath, valueAt } from './json-path.ts';
import { fill, parseTemplate, variablesOf } from './template.ts';

/** What a rule knows of itself when it hands an event to a target. */
export interface Occasion {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** Milliseconds since the epoch at which the bus took the event. */
  readonly ingestedAt: number;
}

type InputMembers = Pick<Target, 'Input' | 'InputPath' | 'InputTransformer'>;

/**
 * The text that a target gets: the event, a constant, a part of the event, or what a template makes of it.
 * Where a template does not give JSON, it is handed on as text.
 */
export function targetInput(target: InputMembers, event: EventDocument, occasion: Occasion): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) {
    const path = parseJsonPath(target.InputPath);
    return JSON.stringify(path === undefined ? null : (valueAt(event, path) ?? null));
  }
  if (target.InputTransformer !== undefined) return transformed(target.InputTransformer, event, occasion);
  return JSON.stringify(event);
}

function transformed(transformer: InputTransformer, event: EventDocument, occasion: Occasion): string {
  const paths = transformer.InputPathsMap ?? {};
  const filled = fill(parseTemplate(transformer.InputTemplate), (variable) => {
    const text = Object.hasOwn(paths, variable) ? paths[variable] : undefined;
    const path = text === undefined ? undefined : parseJsonPath(text);
    return path === undefined ? predefined(variable, event, occasion) : valueAt(event, path);
  });
  return filled.trim();
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined */
function predefined(variable: string, event: EventDocument, occasion: Occasion): unknown {
  switch (variable) {
    case 'aws.events.rule-arn':
      return occasion.ruleArn;
    case 'aws.events.rule-name':
      return occasion.ruleName;
    case 'aws.events.event.ingestion-time':
      return new Date(occasion.ingestedAt).toISOString();
    case 'aws.events.event': {
      const { detail: _, ...rest } = event;
      return rest;
    }
    case 'aws.events.event.json':
      return event;
    default:
      return undefined;
  }
}

const predefinedNames: ReadonlySet<string> = new Set([
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
]);

/** What is wrong with a target's input; a member and the reason. */
export interface InputProblem {
  readonly member: string;
  readonly reason: string;
}

export function inputProblem(target: InputMembers): InputProblem | undefined {
  const { Input: constant, InputPath: path, InputTransformer: transformer } = target;
  const given = [constant, path, transformer].filter((member) => member !== undefined);
  if (given.length > 1) {
    return { member: 'Input', reason: 'Only one of Input, InputPath, or InputTransformer must be provided' };
  }
  if (constant !== undefined && !isJson(constant)) {
    return { member: 'Input', reason: 'Input must be valid JSON' };
  }
  if (path !== undefined && path !== '' && parseJsonPath(path) === undefined) {
    return { member: 'InputPath', reason: `Invalid path ${path}` };
  }
  return transformer === undefined ? undefined : transformerProblem(transformer);
}

function transformerProblem({
  InputPathsMap = {},
  InputTemplate,
}: InputTransformer): InputProblem | undefined {
  for (const [name, path] of Object.entries(InputPathsMap)) {
    if (name.startsWith('AWS.') || name.startsWith('aws.')) {
      return { member: 'InputPathsMap', reason: `Key ${name} is reserved` };
    }
    if (parseJsonPath(path) === undefined) return { member: 'InputPathsMap', reason: `Invalid path ${path}` };
  }
  const unknown = variablesOf(parseTemplate(InputTemplate)).find(
    (name) => !Object.hasOwn(InputPathsMap, name) && !predefinedNames.has(name),
  );
  if (unknown !== undefined) {
    return {
      member: 'InputTransformer',
      reason: `InputTemplate for target contains placeholder ${unknown} that is not in InputPathsMap`,
    };
  }
  // A template is JSON once its variables are values.
  const sample = fill(parseTemplate(InputTemplate), () => 0);
  if (!isJson(sample) && !areTexts(sample))
    return { member: 'InputTemplate', reason: 'Invalid InputTemplate: it is not JSON' };
  return undefined;
}

/** A template may also be several texts, each in quotes on a line of its own. */
function areTexts(sample: string): boolean {
  const lines = sample.split('\n').map((line) => line.trim());
  return lines.every((line) => line === '' || (line.startsWith('"') && isJson(line)));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
