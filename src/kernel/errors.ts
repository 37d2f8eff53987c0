/** Every way in which Longshore itself (not AWS, not the engine) can fail, as a closed list. */
export type LongshoreErrorCode =
  | 'BAD_OPTION'
  | 'BAD_TASK_DEFINITION'
  | 'DATA_DIRECTORY_IN_USE'
  | 'DATA_DIRECTORY_TOO_NEW'
  | 'DATA_DIRECTORY_UNUSABLE'
  | 'ENGINE_UNREACHABLE'
  | 'PORT_IN_USE'
  | 'SERVER_UNREACHABLE'
  | 'TASK_REFUSED';

export interface LongshoreErrorOptions {
  /** What a person can do about it: one imperative sentence. */
  readonly hint: string;
  readonly cause?: unknown;
}

/** An error meant for a person: what failed, and in `hint` what to do next. */
export class LongshoreError extends Error {
  override readonly name = 'LongshoreError';
  readonly code: LongshoreErrorCode;
  readonly hint: string;

  constructor(code: LongshoreErrorCode, message: string, options: LongshoreErrorOptions) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Marks a branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
