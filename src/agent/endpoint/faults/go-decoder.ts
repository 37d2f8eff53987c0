/** A body that the agent's decoder would refuse, in its words. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

type GoType = 'uint16' | 'uint64' | 'string' | '[]*string';

/** The members of a JSON object, found by names in any case, and of the types that the agent gives them. */
export class Members {
  readonly #struct: string;
  readonly #members: ReadonlyMap<string, unknown>;

  private constructor(struct: string, members: ReadonlyMap<string, unknown>) {
    this.#struct = struct;
    this.#members = members;
  }

  /** `struct` is the agent's name for what is decoded. */
  static decode(body: Uint8Array, struct: string): Members {
    const text = new TextDecoder().decode(body);
    if (text.trim() === '') throw new DecodeError('required request body is missing');
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw new DecodeError('invalid character in the request body: it is not JSON');
    }
    if (parsed === null) return new Members(struct, new Map());
    if (typeof parsed !== 'object' || Array.isArray(parsed)) {
      throw new DecodeError(`json: cannot unmarshal ${kindOf(parsed)} into Go value of type types.${struct}`);
    }
    const entries = Object.entries(parsed).map(([name, value]) => [name.toLowerCase(), value] as const);
    return new Members(struct, new Map(entries));
  }

  unsigned(name: string, bits: 16 | 64): number | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    const most = bits === 16 ? 65_535 : Number.MAX_SAFE_INTEGER;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value;
    const found = typeof value === 'number' ? `number ${value}` : kindOf(value);
    return this.#refuse(name, found, `uint${bits}`);
  }

  text(name: string): string | undefined {
    const value = this.#get(name);
    if (value === undefined || typeof value === 'string') return value;
    return this.#refuse(name, kindOf(value), 'string');
  }

  /** An element that is null is an empty text. */
  texts(name: string): readonly string[] {
    const value = this.#get(name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) return this.#refuse(name, kindOf(value), '[]*string');
    return value.map((element: unknown) => {
      if (element === null) return '';
      return typeof element === 'string' ? element : this.#refuse(name, kindOf(element), 'string');
    });
  }

  #get(name: string): unknown {
    return this.#members.get(name.toLowerCase()) ?? undefined;
  }

  #refuse(name: string, found: string, type: GoType): never {
    throw new DecodeError(
      `json: cannot unmarshal ${found} into Go struct field ${this.#struct}.${name} of type ${type}`,
    );
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
