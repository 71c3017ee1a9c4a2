/** A file to write, below the directory that was asked for. */
export interface BiFile {
  readonly path: string;
  readonly text: string;
  /** It is a program. */
  readonly isExecutable?: boolean;
}

/** What a tool gets: files without any secret, and what a person has to do with them. */
export interface BiTool {
  readonly title: string;
  /** @param address Of Leadline, without a slash at its end. */
  readonly files: (address: string) => readonly BiFile[];
  /** In order. */
  readonly steps: readonly string[];
}
