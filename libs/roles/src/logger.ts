import { pino } from 'pino';

/** Structured messages: details first, then a sentence. */
export interface Logger {
  error(details: object, message: string): void;
  warn(details: object, message: string): void;
  info(details: object, message: string): void;
  debug(details: object, message: string): void;
}

/** JSON lines on standard error; secrets and bodies are never given to it. */
export function createLogger(role: string, level: string): Logger {
  return pino(
    { level, base: { role }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}
