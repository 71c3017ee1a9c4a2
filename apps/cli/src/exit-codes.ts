/** How `leadline` ends. Scripts may rely on the numbers. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  refused: 4,
  interrupted: 130,
} as const;

export type ExitCode = number;

/** The lines `leadline --help` closes with. */
export const exitCodeDocumentation: readonly (readonly [number, string])[] = [
  [exitCodes.ok, 'done'],
  [exitCodes.failed, 'failed, or found what it was asked to look for problems in'],
  [exitCodes.usage, 'the command line is wrong'],
  [exitCodes.unreachable, 'no server answers'],
  [exitCodes.refused, 'refused: invalid input, or no permission'],
  [exitCodes.interrupted, 'interrupted by Ctrl-C'],
];
