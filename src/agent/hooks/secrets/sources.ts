/*
 * Where the agent has secret values and files from: ports that the services stand behind. What a source
 * refuses, it rejects with an AwsError, whose class and text end up in the task's reason.
 */

/** For whom a source is asked, and where. */
export interface SourceCall {
  readonly account: string;
  readonly region: string;
  /** ARN of the task's execution role. */
  readonly principalArn: string;
  /** Name of the session of that role: the task's id. */
  readonly session: string;
  /** UUID, which errors of the SDK name. */
  readonly requestId: string;
  readonly signal: AbortSignal;
}

export interface SecretRequest {
  /** ARN, with its six random characters or without, or name. */
  readonly secretId: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

/** Secrets Manager. */
export interface SecretSource {
  /** Resolves with the secret's text; `undefined` for one that is binary. */
  get(request: SecretRequest, call: SourceCall): Promise<string | undefined>;
}

/** The Parameter Store. */
export interface ParameterSource {
  /** At most ten names or ARNs. `values` goes by what was asked for; `invalid` holds what there is not. */
  get(
    names: readonly string[],
    call: SourceCall,
  ): Promise<{ readonly values: ReadonlyMap<string, string>; readonly invalid: readonly string[] }>;
}

/** S3. */
export interface ObjectSource {
  get(bucket: string, key: string, call: SourceCall): Promise<Uint8Array>;
}

export interface Sources {
  readonly secrets: SecretSource;
  readonly parameters: ParameterSource;
  readonly objects: ObjectSource;
}
