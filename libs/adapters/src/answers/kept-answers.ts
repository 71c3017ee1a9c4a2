/** What became of questions, counted since the process started. */
export interface AnswerCounts {
  /** Answered from memory. */
  readonly kept: number;
  /** Answered together with the same question, which was under way. */
  readonly shared: number;
  /** Asked of the warehouse. */
  readonly asked: number;
}

export interface KeptAnswersOptions {
  /** Of keys and answers together (default 32 MB). */
  readonly mostBytes?: number;
}

const MOST_BYTES = 32 * 1024 * 1024;
/** One answer may take this share: it lets go of others, and is seldom asked for twice. */
const SHARE = 1 / 8;
const ENTRY_BYTES = 200;

/**
 * Answers as text, under keys that name everything they depend on: what has a key is right for good, and no key is asked
 * for again once something it names has changed. Let go by use when they are too many. Errors are not kept.
 */
export class KeptAnswers {
  readonly #kept = new Map<string, string>();
  readonly #underWay = new Map<string, Promise<string>>();
  readonly #mostBytes: number;
  readonly #counts = { kept: 0, shared: 0, asked: 0 };
  #bytes = 0;

  constructor({ mostBytes = MOST_BYTES }: KeptAnswersOptions = {}) {
    this.#mostBytes = mostBytes;
  }

  /** The answer to a question; `ask` is called where there is none, and once for all who ask at the same time. */
  async of(key: string, ask: () => Promise<string>): Promise<string> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#counts.kept += 1;
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) {
      this.#counts.shared += 1;
      return underWay;
    }
    this.#counts.asked += 1;
    const asking = ask().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, asking);
    const answer = await asking;
    this.#keep(key, answer);
    return answer;
  }

  get counts(): AnswerCounts {
    return { ...this.#counts };
  }

  /** Of the texts, as wide as a character can be. */
  get bytes(): number {
    return this.#bytes;
  }

  #keep(key: string, answer: string): void {
    const bytes = bytesOf(key, answer);
    if (bytes > this.#mostBytes * SHARE) return;
    this.#kept.set(key, answer);
    this.#bytes += bytes;
    for (const [oldest, text] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= bytesOf(oldest, text);
    }
  }
}

const bytesOf = (key: string, answer: string): number => 2 * (key.length + answer.length) + ENTRY_BYTES;
