/**
 * Words as a shell splits them: blanks part, quotes and backslashes join. Nothing is expanded.
 * `undefined` where a quote is not closed.
 */
export function shellWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === '\\' && quote !== "'" && next !== '') {
      // Between double quotes a backslash is only special before these.
      const isSpecial = quote === undefined || next === '"' || next === '\\' || next === '$' || next === '`';
      word = (word ?? '') + (isSpecial ? next : char + next);
      at += 1;
    } else if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== undefined) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}
