/** One statement of a bus's policy; only its name is looked into. */
export type Statement = Readonly<Record<string, unknown>>;

/** The statements of a policy document; `undefined` where the text is none. */
export function parsePolicy(text: string | undefined): readonly Statement[] | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('Statement' in value)) return undefined;
  const statements: unknown[] = Array.isArray(value.Statement) ? value.Statement : [value.Statement];
  return statements.flatMap((statement) =>
    typeof statement === 'object' && statement !== null ? [{ ...statement }] : [],
  );
}

export const policyText = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
