/** How far a number may lie from the expected one: within `rel` of its size or within `abs`, whichever is larger. */
export interface Tolerance {
  readonly rel?: number;
  readonly abs?: number;
}

/** For cases that name none. */
const DEFAULT_TOLERANCE = { rel: 1e-9, abs: 1e-12 } as const;

/**
 * Where an actual value departs from the expected one of a case: one line a place, none when they agree. Every field that
 * is expected must be there; fields beyond those are not looked at. Lists agree in length and order.
 */
export function differences(actual: unknown, expected: unknown, tolerance: Tolerance = DEFAULT_TOLERANCE): string[] {
  return compare(actual, expected, tolerance, '');
}

function compare(actual: unknown, expected: unknown, tolerance: Tolerance, path: string): string[] {
  if (typeof expected === 'number' && typeof actual === 'number') {
    return isClose(actual, expected, tolerance) ? [] : [describe(path, expected, actual)];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      return [describe(path, expected, actual)];
    }
    return expected.flatMap((item, index) => compare(actual[index], item, tolerance, `${path}[${index}]`));
  }
  if (isRecord(expected)) {
    if (!isRecord(actual)) {
      return [describe(path, expected, actual)];
    }
    return Object.entries(expected).flatMap(([key, value]) =>
      compare(actual[key], value, tolerance, path === '' ? key : `${path}.${key}`),
    );
  }
  return Object.is(actual, expected) ? [] : [describe(path, expected, actual)];
}

function isClose(actual: number, expected: number, { rel = 0, abs = 0 }: Tolerance): boolean {
  return Math.abs(actual - expected) <= Math.max(abs, rel * Math.abs(expected));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(path: string, expected: unknown, actual: unknown): string {
  return `${path === '' ? 'result' : path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}
