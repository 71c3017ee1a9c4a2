import type { OptionValues } from './command.js';
import { Failure } from './failure.js';

/** `dryRun` as it is typed: `--dry-run`. */
export function optionName(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The option's value, or what holds without it; an empty one is a mistake (an unset variable of a script). */
export function requiredText(options: OptionValues, name: string, otherwise?: string): string {
  const value = options.text(name);
  if (value !== undefined && value.trim() !== '') return value.trim();
  if (value !== undefined) throw new Failure('usage', `${optionName(name)} is empty`);
  if (otherwise !== undefined) return otherwise;
  throw new Failure('usage', `${optionName(name)} is missing`);
}

/** The same, for options that say nothing when they are absent. */
export function optionalText(options: OptionValues, name: string): string | undefined {
  return options.text(name) === undefined ? undefined : requiredText(options, name);
}

/** A whole number from 1 to `most`. */
export function countOption(
  options: OptionValues,
  name: string,
  { initial, most }: { initial: number; most: number },
): number {
  const text = optionalText(options, name);
  if (text === undefined) return initial;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw new Failure('usage', `${optionName(name)}: expected a number from 1 to ${most}, not "${text}"`);
}
