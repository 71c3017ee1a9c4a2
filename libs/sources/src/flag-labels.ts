/** A label "flag:new-checkout" says that the change belongs to the flag "new-checkout". */
const FLAG_LABEL = 'flag:';

/** Flags that the labels of a change name. None says nothing: others may have named some. */
export function flagsOf(labels: readonly string[] | undefined): { flags?: string[] } {
  const flags = (labels ?? [])
    .filter((label) => label.startsWith(FLAG_LABEL))
    .map((label) => label.slice(FLAG_LABEL.length).trim())
    .filter((flag) => flag !== '');
  return flags.length > 0 ? { flags } : {};
}
