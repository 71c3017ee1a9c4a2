/** 12345 as "12,345". */
export function grouped(count: number): string {
  return Math.round(count)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: "1 commit", "2,000 commits". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** Seconds in the two units a person needs: "45 s", "3 min 20 s", "5 h 2 min", "2 d 4 h". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return twoUnits(whole, 60, 'min', 's');
  if (whole < 86_400) return twoUnits(Math.round(whole / 60), 60, 'h', 'min');
  return twoUnits(Math.round(whole / 3600), 24, 'd', 'h');
}

function twoUnits(smaller: number, ratio: number, large: string, small: string): string {
  const rest = smaller % ratio;
  return `${Math.floor(smaller / ratio)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

/** Epoch milliseconds as "2026-03-02 10:00:00Z", for people. */
export function instantText(milliseconds: number): string {
  return new Date(milliseconds)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}
