import type { RegistryLogin } from '../../backends/backend.ts';
import type { ContainerPlan, SecretPlan } from '../../model/task-plan.ts';
import type { TaskRecord } from '../../model/task-record.ts';
import { ResourceError } from '../resource-error.ts';
import { mergeEnvFiles } from './env-file.ts';
import { Fetcher, type FetchParts } from './fetch.ts';
import {
  type ParameterReference,
  referenceOf,
  registrySecretOf,
  type SecretReference,
} from './references.ts';
import { type FetchFailure, reasonFor } from './words.ts';

/** What was fetched for one container. */
export interface Fetched {
  readonly login: RegistryLogin | undefined;
  readonly secrets: Readonly<Record<string, string>>;
  readonly logOptions: Readonly<Record<string, string>>;
  readonly fileVariables: Readonly<Record<string, string>>;
}

/** What was fetched for a task. */
export interface FetchedTask {
  of(container: ContainerPlan): Fetched;
  /** Whatever nobody is to see. */
  readonly values: readonly string[];
}

/** As many as GetParameters takes. */
const parametersPerCall = 10;

/**
 * Fetches all that a task needs, everything once and all side by side, as the agent does before it makes
 * the task's containers. Rejects with a ResourceError in the agent's words when anything cannot be had.
 */
export async function fetchTask(
  parts: FetchParts,
  task: TaskRecord,
  signal: AbortSignal,
): Promise<FetchedTask> {
  const { containers } = task.plan;
  const fetcher = new Fetcher(parts, task, signal);
  const registrySecrets = distinct(containers.flatMap(({ registrySecret }) => registrySecret ?? []));
  const files = distinct(containers.flatMap(({ environmentFiles = [] }) => environmentFiles));
  const valuesFrom = distinct(containers.flatMap(secretsOf).map(({ valueFrom }) => valueFrom));
  const [logins, values, variables] = await Promise.all([
    each(registrySecrets, (secret) => fetcher.login(registrySecretOf(secret, task))),
    fetchValues(fetcher, valuesFrom, task),
    each(files, (arn) => fetcher.file(arn)),
  ]);
  const failures = [logins, values, variables].find((group) => group.failures.length > 0)?.failures ?? [];
  if (failures.length > 0) throw new ResourceError(reasonFor(failures, task.request.launchType));
  const named = (secrets: readonly SecretPlan[] = []): Record<string, string> =>
    Object.fromEntries(secrets.map(({ name, valueFrom }) => [name, values.found.get(valueFrom) ?? '']));
  return {
    of: ({ registrySecret, secrets, logSecrets, environmentFiles = [] }) => ({
      login: registrySecret === undefined ? undefined : logins.found.get(registrySecret),
      secrets: named(secrets),
      logOptions: named(logSecrets),
      fileVariables: mergeEnvFiles(environmentFiles.map((arn) => variables.found.get(arn) ?? new Map())),
    }),
    values: [...values.found.values(), ...[...logins.found.values()].map(({ password }) => password)],
  };
}

const secretsOf = ({ secrets = [], logSecrets = [] }: ContainerPlan): readonly SecretPlan[] => [
  ...secrets,
  ...logSecrets,
];

interface Group<Value> {
  readonly found: ReadonlyMap<string, Value>;
  readonly failures: readonly FetchFailure[];
}

async function fetchValues(
  fetcher: Fetcher,
  valuesFrom: readonly string[],
  task: TaskRecord,
): Promise<Group<string>> {
  const secrets = new Map<string, SecretReference>();
  const parameters: ParameterReference[] = [];
  const malformed: FetchFailure[] = [];
  for (const valueFrom of valuesFrom) {
    const reference = referenceOf(valueFrom, task);
    if (reference.kind === 'secret') secrets.set(valueFrom, reference);
    else if (reference.kind === 'parameter') parameters.push(reference);
    else malformed.push({ kind: 'secret-unfit', problem: malformedArn(valueFrom) });
  }
  const [ofParameters, ofSecrets] = await Promise.all([
    Promise.all(batches(parameters).map((batch) => fetcher.parameters(batch))),
    each(secrets.keys(), (valueFrom) => {
      const reference = secrets.get(valueFrom);
      if (reference === undefined) throw new Error(`no reference for ${valueFrom}`);
      return fetcher.secret(reference);
    }),
  ]);
  const found = new Map(ofSecrets.found);
  const missing: FetchFailure[] = [];
  for (const answer of ofParameters) {
    if (isFailure(answer)) missing.push(answer);
    else for (const [name, value] of answer) found.set(name, value);
  }
  // Of parameters the agent tells the first failure, of secrets all.
  const ofSecretsAll = [...malformed, ...ofSecrets.failures];
  return { found, failures: missing.length > 0 ? missing.slice(0, 1) : ofSecretsAll };
}

const malformedArn = (valueFrom: string): string =>
  `trying to retrieve secret with value ${valueFrom} resulted in error: an invalid ARN format for the AWS Secrets Manager secret was specified. Specify a valid ARN and try again.`;

/** By account and region, which a call is made in. */
function batches(references: readonly ParameterReference[]): ParameterReference[][] {
  const groups = Map.groupBy(references, ({ account, region }) => `${account} ${region}`);
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / parametersPerCall) }, (_, index) =>
      group.slice(index * parametersPerCall, (index + 1) * parametersPerCall),
    ),
  );
}

async function each<Value extends string | object>(
  keys: Iterable<string>,
  fetch: (key: string) => Promise<Value | FetchFailure>,
): Promise<Group<Value>> {
  const answers = await Promise.all([...keys].map(async (key) => [key, await fetch(key)] as const));
  const found = new Map<string, Value>();
  const failures: FetchFailure[] = [];
  for (const [key, answer] of answers) {
    if (isFailure(answer)) failures.push(answer);
    else found.set(key, answer);
  }
  return { found, failures };
}

const isFailure = (answer: string | object | FetchFailure): answer is FetchFailure =>
  typeof answer === 'object' && 'kind' in answer;

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
