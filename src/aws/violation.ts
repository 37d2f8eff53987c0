/** One constraint of the model that a request breaks, in the words of AWS's framework. */
export interface Violation {
  /** `containerDefinitions.1.member.name`: elements count from one. */
  readonly path: string;
  readonly constraint: 'required' | 'enum' | 'length' | 'range' | 'pattern' | 'union';
  /** `Value null at 'x' failed to satisfy constraint: Member must not be null`. */
  readonly message: string;
}

/** The whole text: `2 validation errors detected: …; …`. */
export function violationsMessage(violations: readonly Violation[]): string {
  const count = violations.length;
  const texts = violations.map(({ message }) => message).join('; ');
  return `${count} validation error${count === 1 ? '' : 's'} detected: ${texts}`;
}
