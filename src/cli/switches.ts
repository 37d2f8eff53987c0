import type { Command } from 'commander';

const ON = ['1', 'true', 'yes', 'on'];
const OFF = ['', '0', 'false', 'no', 'off'];

/**
 * Options without a value that are set in the environment. Commander takes any value for yes, `false` as well:
 * here it has to say which it is. Before the command's action.
 */
export function settleSwitches(command: Command): void {
  for (const option of command.options) {
    const { envVar, negate, required, optional } = option;
    const name = option.attributeName();
    if (envVar === undefined || required || optional) continue;
    if (command.getOptionValueSource(name) !== 'env') continue;
    const said = process.env[envVar]?.trim() ?? '';
    const value = said.toLowerCase();
    if (OFF.includes(value)) command.setOptionValueWithSource(name, negate ? true : undefined, 'default');
    else if (!ON.includes(value)) {
      command.error(`error: ${envVar} is '${said}': it is 1 for ${option.long ?? name}, or 0 for not`);
    }
  }
}

/** Ends the program where `option` was written, though without `needed` nothing comes of it. */
export function needs(command: Command, option: string, needed: string): void {
  const nameOf = (long: string): string =>
    command.options.find((one) => one.long === long)?.attributeName() ?? long;
  if (command.getOptionValueSource(nameOf(option)) !== 'cli') return;
  if (command.getOptionValue(nameOf(needed)) === undefined)
    command.error(`error: option '${option}' needs '${needed}'`);
}
