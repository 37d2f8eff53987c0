import { readFile } from 'node:fs/promises';
import { parseArn } from '../../aws/arn.ts';
import { LongshoreError, messageOf } from '../../kernel/errors.ts';
import type { Seeds } from '../../main.ts';

/** Where a parameter is that is named without its account and region: where the task runs. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

/**
 * Secret values for a Longshore that is started for one task, by the `valueFrom` of its task definition. Values
 * come from a file and never from the command line, which every process of the machine can read.
 * Throws LongshoreError BAD_OPTION, which never shows a value.
 */
export async function readSecretsFile(file: string, home: Home): Promise<Seeds> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw bad(`cannot read ${file}: ${messageOf(error)}`, error);
  }
  return parseSecretsFile(file, text, home);
}

export function parseSecretsFile(file: string, text: string, home: Home): Seeds {
  const entries = /^\s*\{/.test(text) ? jsonEntries(file, text) : lineEntries(file, text);
  const secrets = new Map<string, string | Record<string, string>>();
  const parameters: Seeds['parameters'][number][] = [];
  for (const [valueFrom, value] of entries) {
    if (value === '') throw bad(`${file}: ${valueFrom} has no value`);
    const arn = parseArn(valueFrom);
    if (arn?.service === 'secretsmanager') {
      addSecret(file, secrets, valueFrom, value);
    } else if (arn?.service === 'ssm') {
      const name = arn.resource.replace(/^parameter/, '');
      parameters.push({ account: arn.account, region: arn.region, name, value });
    } else if (/^[\w.\-/]+$/.test(valueFrom)) {
      parameters.push({ ...home, name: valueFrom, value });
    } else {
      throw bad(`${file}: ${valueFrom} is neither a parameter nor an ARN of a secret or a parameter`);
    }
  }
  return {
    parameters,
    secrets: [...secrets].map(([arn, value]) => ({
      arn,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  };
}

/** With a JSON key, the values of one secret come together to its JSON. */
function addSecret(
  file: string,
  secrets: Map<string, string | Record<string, string>>,
  valueFrom: string,
  value: string,
): void {
  const parts = valueFrom.split(':');
  const [key = '', stage = '', version = ''] = parts.slice(7);
  const arn = parts.slice(0, 7).join(':');
  if (parts[5] !== 'secret' || (parts.length !== 7 && parts.length !== 10)) {
    throw bad(`${file}: ${valueFrom} is not the ARN of a secret`);
  }
  if ((stage !== '' && stage !== 'AWSCURRENT') || version !== '') {
    throw bad(`${file}: ${valueFrom} names another version than the current one, which is all there is`);
  }
  const standing = secrets.get(arn);
  if (key === '') {
    if (standing !== undefined) throw bad(`${file}: ${arn} is given twice`);
    secrets.set(arn, value);
  } else {
    if (typeof standing === 'string') throw bad(`${file}: ${arn} is given twice, as a whole and by key`);
    secrets.set(arn, { ...standing, [key]: value });
  }
}

type Entries = readonly (readonly [valueFrom: string, value: string])[];

/** What is not a text is the JSON of a secret. */
function jsonEntries(file: string, text: string): Entries {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which is full of secrets.
    throw bad(`${file}: it begins as JSON, but is none`);
  }
  if (typeof value !== 'object' || value === null) throw bad(`${file}: it is not an object`);
  return Object.entries(value).map(([valueFrom, given]: [string, unknown]) => [
    valueFrom,
    typeof given === 'string' ? given : JSON.stringify(given),
  ]);
}

/** `VALUEFROM=VALUE` on each line, which may stand in quotation marks. */
function lineEntries(file: string, text: string): Entries {
  return text.split(/\r?\n/).flatMap((line, index): Entries => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return [];
    const equals = line.indexOf('=');
    if (equals <= 0) throw bad(`${file}:${index + 1}: it is not VALUEFROM=VALUE`);
    const value = line.slice(equals + 1).trim();
    const quoted = /^(["'])(.*)\1$/s.exec(value)?.[2];
    return [[line.slice(0, equals).trim(), quoted ?? value]];
  });
}

const bad = (problem: string, cause?: unknown): LongshoreError =>
  new LongshoreError('BAD_OPTION', `--secrets-file: ${problem}`, {
    hint:
      'Write lines such as /app/token=VALUE, or JSON: {"arn:aws:secretsmanager:…:secret:db-AbCdEf": "VALUE"}; ' +
      'the names are those of valueFrom in the task definition.',
    cause,
  });
