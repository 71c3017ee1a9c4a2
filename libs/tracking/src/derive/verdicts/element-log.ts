import { canonicalJson, compareText } from '@leadline/events';
import { FOREVER } from '@leadline/tables';

interface Interval {
  knownFrom: number;
  knownUntil: number;
}

/**
 * What held of one thing over time: facts are opened and closed as the instant moves on. A fact that is said again
 * unchanged stays open; one that was opened and closed at the same instant never was.
 */
export class ElementLog<F extends object> {
  private readonly closed: (F & Interval)[] = [];
  private readonly open = new Map<string, F & Interval>();

  /** From `at` on, exactly these facts hold. */
  set(facts: readonly F[], at: number): void {
    const texts = new Set<string>();
    for (const fact of facts) {
      const text = canonicalJson(fact);
      texts.add(text);
      if (!this.open.has(text)) this.open.set(text, { knownFrom: at, knownUntil: FOREVER, ...fact });
    }
    for (const [text, fact] of this.open) {
      if (texts.has(text)) continue;
      this.open.delete(text);
      if (fact.knownFrom < at) this.closed.push({ ...fact, knownUntil: at });
    }
  }

  /** All facts, ascending by the instant from which they held, then by their content. */
  elements(): (F & Interval)[] {
    const facts = [...this.closed, ...this.open.values()];
    if (facts.length < 2) return facts;
    const all = facts.map((fact) => ({ fact, text: canonicalJson(fact) }));
    all.sort((a, b) => a.fact.knownFrom - b.fact.knownFrom || compareText(a.text, b.text));
    return all.map(({ fact }) => fact);
  }
}
