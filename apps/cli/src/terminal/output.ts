import { styleText } from 'node:util';
import type { Io } from '../io.js';

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
  const print = (value: string): void => void io.stdout.write(value.endsWith('\n') ? value : `${value}\n`);
  return {
    json,
    data: (value, text) => print(json ? JSON.stringify(value, undefined, 2) : text()),
    item: (value, text) => print(json ? JSON.stringify(value) : text()),
    message: (line) => void io.stderr.write(`${line}\n`),
    style: (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text),
  };
}
