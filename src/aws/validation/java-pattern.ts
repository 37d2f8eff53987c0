const known = new Map<string, RegExp>();

/**
 * A pattern of a model, which must match a text as a whole. The models are written for Java, which takes
 * escapes that need none (`\-`) and dashes beside classes (`[\w-.]`); JavaScript does so only without the
 * `u` flag. `(?i)` at the beginning is a flag here.
 */
export function javaPattern(text: string): RegExp {
  const found = known.get(text) ?? compile(text);
  known.set(text, found);
  return found;
}

function compile(text: string): RegExp {
  const ignoresCase = text.startsWith('(?i)');
  const whole = `^(?:${ignoresCase ? text.slice(4) : text})$`;
  const flags = ignoresCase ? 'i' : '';
  try {
    return new RegExp(whole, `u${flags}`);
  } catch {
    return new RegExp(whole, flags);
  }
}
