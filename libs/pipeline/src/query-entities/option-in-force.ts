import { defaultOptions, type OptionName } from '@leadline/metrics';
import type { OptionInForce } from './types.js';

/** An option with its value as people and programs read it. */
export function optionInForce(name: string, value: unknown): OptionInForce {
  const text = JSON.stringify(value);
  return { name, value: text, isDefault: text === JSON.stringify(defaultOptions[name as OptionName]) };
}
