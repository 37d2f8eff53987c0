import type { Ids } from '../../../kernel/ids.ts';
import type { RegistryLogin } from '../../backends/backend.ts';
import type { TaskRecord } from '../../model/task-record.ts';
import { taskIdOf } from '../task-role.ts';
import { parseEnvFile } from './env-file.ts';
import { goFormat } from './go-format.ts';
import { GoJsonError, parseGoObject } from './go-json.ts';
import { objectOf, type ParameterReference, type SecretReference } from './references.ts';
import { loginOf } from './registry-login.ts';
import type { SourceCall, Sources } from './sources.ts';
import type { FetchFailure, Needed, Refusal } from './words.ts';

export interface FetchParts {
  readonly sources: Sources;
  readonly ids: Ids;
}

/** Fetches for one task, as its execution role. Each method resolves with a value or with why there is none. */
export class Fetcher {
  readonly #parts: FetchParts;
  readonly #task: TaskRecord;
  readonly #signal: AbortSignal;

  constructor(parts: FetchParts, task: TaskRecord, signal: AbortSignal) {
    this.#parts = parts;
    this.#task = task;
    this.#signal = signal;
  }

  /** The value of a secret, or of one key of it. */
  secret(reference: SecretReference): Promise<string | FetchFailure> {
    const { secretId, jsonKey } = reference;
    return this.#call(
      'secrets',
      reference,
      async (call) => {
        const text = (await this.#parts.sources.secrets.get(reference, call)) ?? '';
        return jsonKey === undefined ? text : valueAt(text, jsonKey);
      },
      (refusal) => ({ kind: 'secret-refused', secretId, refusal }),
    );
  }

  /** At most ten parameters of one account and region, by their names in the task definition. */
  parameters(references: readonly ParameterReference[]): Promise<ReadonlyMap<string, string> | FetchFailure> {
    const { account = '', region = '' } = references[0] ?? {};
    const names = references.map(({ name }) => name);
    return this.#call(
      'parameters',
      { account, region },
      async (call) => {
        const { values, invalid } = await this.#parts.sources.parameters.get(names, call);
        return invalid.length === 0 ? values : { kind: 'parameters-missing', region, names: invalid };
      },
      (refusal) => ({ kind: 'parameters-refused', region, refusal }),
    );
  }

  /** The login in a secret, as `{"username": …, "password": …}`. */
  login(reference: SecretReference): Promise<RegistryLogin | FetchFailure> {
    const { secretId } = reference;
    return this.#call(
      'registry',
      reference,
      async (call) => loginOf(secretId, await this.#parts.sources.secrets.get(reference, call)),
      (refusal) => ({ kind: 'registry-refused', secretId, refusal }),
    );
  }

  /** The variables in a file of S3. */
  async file(arn: string): Promise<ReadonlyMap<string, string> | FetchFailure> {
    const object = objectOf(arn);
    if (object === undefined) {
      const problem = `unable to parse bucket and key from s3 ARN specified in environmentFile ${arn}, error: invalid s3 arn`;
      return { kind: 'file-unfit', problem };
    }
    const { bucket, key } = object;
    return this.#call(
      'files',
      this.#task,
      async (call) => {
        const content = await this.#parts.sources.objects.get(bucket, key, call);
        return parseEnvFile(new TextDecoder().decode(content));
      },
      (refusal) => ({ kind: 'file-refused', bucket, key, refusal }),
    );
  }

  async #call<Result>(
    needed: Needed,
    { account, region }: Pick<SourceCall, 'account' | 'region'>,
    work: (call: SourceCall) => Promise<Result | FetchFailure>,
    refused: (refusal: Refusal) => FetchFailure,
  ): Promise<Result | FetchFailure> {
    const principalArn = this.#task.plan.executionRoleArn;
    if (principalArn === undefined) return { kind: 'no-role', needed };
    const requestId = this.#parts.ids.uuid();
    try {
      const session = taskIdOf(this.#task.arn);
      return await work({ account, region, principalArn, session, requestId, signal: this.#signal });
    } catch (error) {
      this.#signal.throwIfAborted();
      return refused({ error, requestId });
    }
  }
}

function valueAt(text: string, key: string): string | FetchFailure {
  try {
    const values = parseGoObject(text);
    if (Object.hasOwn(values, key)) return goFormat(values[key]);
    const problem = `retrieved secret from Secrets Manager did not contain json key ${key}`;
    return { kind: 'secret-unfit', problem };
  } catch (error) {
    if (error instanceof GoJsonError) return { kind: 'secret-unfit', problem: error.message };
    throw error;
  }
}
