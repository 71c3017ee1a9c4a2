import { styleText } from 'node:util';
import type { Io } from '../io.js';
import { printable } from './printable.js';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** What a command says: data to stdout, as text or as JSON, and messages to stderr. */
export interface Output {
  readonly json: boolean;
  /** The answer: the value itself with `--json`, else the text made of it. */
  readonly data: (value: unknown, text: () => string) => void;
  /** One of many answers: a line of JSON each with `--json` (NDJSON), else the text. */
  readonly item: (value: unknown, text: () => string) => void;
  /** Something said beside the answer. */
  readonly message: (line: string) => void;
  /** Text in a style, where a terminal shows it and NO_COLOR does not forbid it. */
  readonly style: (style: Style, text: string) => string;
}

export function createOutput(io: Io, json: boolean): Output {
  const isColoured = io.isTTY.stdout && !json && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb';
  // Whatever a command forgot to make harmless is made so here; styles alone pass.
  const harmless = (text: string): string =>
    isColoured ? text.split(styles).map(unlessStyle).join('') : printable(text);
  const print = (value: string): void => void io.stdout.write(value.endsWith('\n') ? value : `${value}\n`);
  return {
    json,
    data: (value, text) => print(json ? JSON.stringify(value, undefined, 2) : harmless(text())),
    item: (value, text) => print(json ? JSON.stringify(value) : harmless(text())),
    message: (line) => void io.stderr.write(`${printable(line)}\n`),
    style: (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text),
  };
}

/** The sequences that {@link Style} makes (SGR, ECMA-48 8.3.117). */
// oxlint-disable-next-line no-control-regex
const styles = /(\u001b\[(?:1|2|22|3[1-3]|39)m)/;

/** Splitting at {@link styles} gives text and styles by turns. */
const unlessStyle = (part: string, index: number): string => (index % 2 === 1 ? part : printable(part));
