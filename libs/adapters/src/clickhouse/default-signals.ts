const nothing = (): void => undefined;

/**
 * Lets an abort end the process, as it does without the engine. chDB takes the signals that end a process in order to print
 * where it stood, and then waits for a thread that it does not start as a library: a process that V8 ends for want of
 * heap would stay, answer nothing, and be restarted by nobody. When the last listener of a signal is taken off, libuv
 * gives it back its default. To be called when the engine has started.
 */
export function letAbortsEnd(): void {
  process.on('SIGABRT', nothing);
  process.off('SIGABRT', nothing);
}
