import { addDays, format } from 'date-fns';

export type Country = 'DE' | 'US';

/** Public holidays of Berlin, or the days most American companies are closed, as "yyyy-mm-dd". */
export function holidaysOf(country: Country, year: number): ReadonlySet<string> {
  const easter = easterSunday(year);
  const fromEaster = (days: number): string => civil(addDays(easter, days));
  const fixed = (...days: readonly string[]): string[] => days.map((day) => `${year}-${day}`);
  switch (country) {
    case 'DE':
      return new Set([
        ...fixed('01-01', '03-08', '05-01', '10-03', '12-24', '12-25', '12-26', '12-31'),
        ...[-2, 1, 39, 50].map(fromEaster),
      ]);
    case 'US': {
      const thanksgiving = nthWeekday(year, 10, 4, 4);
      return new Set([
        ...fixed('01-01', '06-19', '07-04', '12-24', '12-25'),
        civil(nthWeekday(year, 0, 1, 3)),
        civil(lastMonday(year, 4)),
        civil(nthWeekday(year, 8, 1, 1)),
        civil(thanksgiving),
        civil(addDays(thanksgiving, 1)),
      ]);
    }
  }
}

/** Meeus, "Astronomical Algorithms" (1991), chapter 8: the Gregorian Easter. */
function easterSunday(year: number): Date {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return new Date(year, Math.floor(f / 31) - 1, (f % 31) + 1);
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): Date {
  const first = new Date(year, month, 1);
  return addDays(first, ((weekday - first.getDay() + 7) % 7) + (nth - 1) * 7);
}

function lastMonday(year: number, month: number): Date {
  const last = new Date(year, month + 1, 0);
  return addDays(last, -((last.getDay() + 6) % 7));
}

const civil = (date: Date): string => format(date, 'yyyy-MM-dd');
