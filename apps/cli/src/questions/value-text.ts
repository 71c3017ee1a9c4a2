import { duration, grouped } from '../terminal/quantities.js';
import { inWords } from '../terminal/words.js';

/** A metric's value with its unit, for people: "2 d 4 h", "12.5 %", "1.43 per day". */
export function valueText(value: number, unit: string): string {
  switch (unit.toLowerCase()) {
    case 'seconds':
      return duration(value);
    case 'ratio':
      return `${(value * 100).toFixed(1)} %`;
    default: {
      const text = Number.isInteger(value) ? grouped(value) : value.toPrecision(3);
      return `${text} ${inWords(unit)}`;
    }
  }
}
