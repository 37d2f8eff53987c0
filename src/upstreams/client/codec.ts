export interface EncodedCall {
  readonly method: string;
  /** Behind the endpoint's own, with its query. */
  readonly path: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

export interface AnsweredError {
  /** As the protocol writes it; `undefined` where the answer is no error of AWS's. */
  readonly code: string | undefined;
  readonly message: string;
}

/** A wire protocol from the client's side. Values are as JSON holds them. */
export interface Codec {
  encode(operation: string, input: unknown): EncodedCall;
  decode(operation: string, answer: Answer): unknown;
  error(answer: Answer): AnsweredError;
}
