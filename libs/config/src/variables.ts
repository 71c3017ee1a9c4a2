/** As `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Text of a file, undefined when there is none; throws when it cannot be read. */
export type ReadTextFile = (path: string) => string | undefined;

export type Variable =
  | { readonly outcome: 'set'; readonly value: string }
  | { readonly outcome: 'unset' }
  | { readonly outcome: 'problem'; readonly name: string; readonly message: string };

/** A variable, or the content of the file that `<name>_FILE` names (as Docker and Kubernetes mount secrets). Blank is unset. */
export function readVariable(env: Variables, name: string, readFile: ReadTextFile): Variable {
  const value = env[name]?.trim() ?? '';
  const fileName = `${name}_FILE`;
  const path = env[fileName]?.trim() ?? '';
  if (path === '') return value === '' ? { outcome: 'unset' } : { outcome: 'set', value };
  if (value !== '') return { outcome: 'problem', name: fileName, message: `set ${name} or ${fileName}, not both` };
  try {
    const content = readFile(path)?.trim();
    if (content === undefined) return { outcome: 'problem', name: fileName, message: `there is no file ${path}` };
    if (content === '') return { outcome: 'problem', name: fileName, message: `${path} is empty` };
    return { outcome: 'set', value: content };
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return { outcome: 'problem', name: fileName, message: `${path} cannot be read (${reason})` };
  }
}
