/** An expression of ClickHouse's SQL, of the forms that the rules of the metrics are written in. */
export type Expression =
  | { readonly form: 'value'; readonly value: number | string }
  | { readonly form: 'name'; readonly name: string }
  | { readonly form: 'member'; readonly of: Expression; readonly member: string }
  | { readonly form: 'element'; readonly of: Expression; readonly at: Expression }
  /** `[a, b]` and `(a, b)` */
  | { readonly form: 'list'; readonly items: readonly Expression[] }
  /** Functions, and operators by their sign: `and`, `or`, `not`, `in`, `=`, `+` … */
  | { readonly form: 'call'; readonly of: string; readonly given: readonly Expression[] }
  | { readonly form: 'lambda'; readonly parameters: readonly string[]; readonly body: Expression };

const token = /\s*(?:(\d+(?:\.\d+)?)|'((?:[^'\\]|\\.|'')*)'|([A-Za-z_]\w*)|(->|!=|<=|>=|[-+*/=<>()[\],.]))/y;

interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'sign';
  readonly text: string;
}

/** Binary operators from the loosest to the closest; `NOT` stands between `AND` and comparisons. */
const comparisons = ['=', '!=', '<', '<=', '>', '>=', 'in'];
const sums = ['+', '-'];
const products = ['*', '/'];

/** @throws Error that quotes where an expression is of a form that is not read here. */
export function readExpression(sql: string): Expression {
  const reader = new Reader(tokensOf(sql), sql);
  const expression = reader.expression();
  reader.end();
  return expression;
}

function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (sql.slice(token.lastIndex).trim() !== '') {
    const at = token.lastIndex;
    const [, number, text, word, sign] = token.exec(sql) ?? [];
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (text !== undefined)
      tokens.push({ kind: 'text', text: text.replaceAll("''", "'").replaceAll(/\\(.)/g, '$1') });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else throw new Error(`Not read in an expression: ${sql.slice(at, at + 40)}`);
  }
  return tokens;
}

class Reader {
  #next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly sql: string,
  ) {}

  end(): void {
    if (this.#next < this.tokens.length) throw this.#unread();
  }

  expression(): Expression {
    return this.#lambda() ?? this.#any();
  }

  /** `x -> …` and `(x, y) -> …` */
  #lambda(): Expression | undefined {
    const start = this.#next;
    const parameters = this.#isSign('(') ? this.#names() : [this.#word()];
    if (parameters !== undefined && this.#take('->')) {
      return { form: 'lambda', parameters: parameters.filter((name) => name !== undefined), body: this.expression() };
    }
    this.#next = start;
    return undefined;
  }

  #names(): string[] | undefined {
    const names: string[] = [];
    this.#next += 1;
    do {
      const name = this.#word();
      if (name === undefined) return undefined;
      names.push(name);
    } while (this.#take(','));
    return this.#take(')') ? names : undefined;
  }

  #any(): Expression {
    return this.#chain(() => this.#all(), ['or']);
  }

  #all(): Expression {
    return this.#chain(() => this.#negation(), ['and']);
  }

  #negation(): Expression {
    if (!this.#take('not')) return this.#chain(() => this.#sum(), comparisons);
    return { form: 'call', of: 'not', given: [this.#negation()] };
  }

  #sum(): Expression {
    return this.#chain(() => this.#chain(() => this.#factor(), products), sums);
  }

  #chain(operand: () => Expression, operators: readonly string[]): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((each) => this.#take(each));
      if (operator === undefined) return left;
      left = { form: 'call', of: operator, given: [left, operand()] };
    }
  }

  #factor(): Expression {
    if (this.#take('-')) return { form: 'call', of: '-', given: [{ form: 'value', value: 0 }, this.#factor()] };
    let factor = this.#primary();
    for (;;) {
      if (this.#take('[')) {
        factor = { form: 'element', of: factor, at: this.expression() };
        this.#expect(']');
      } else if (this.#take('.')) {
        const member = this.#word();
        if (member === undefined) throw this.#unread();
        factor = { form: 'member', of: factor, member };
      } else {
        return factor;
      }
    }
  }

  #primary(): Expression {
    if (this.#take('[')) return { form: 'list', items: this.#items(']') };
    if (this.#take('(')) {
      const items = this.#items(')');
      const [only] = items;
      return items.length === 1 && only !== undefined ? only : { form: 'list', items };
    }
    const { kind, text } = this.tokens[this.#next] ?? { kind: 'sign', text: '' };
    if (kind === 'sign') throw this.#unread();
    this.#next += 1;
    if (kind === 'text') return { form: 'value', value: text };
    if (kind === 'number') return { form: 'value', value: Number(text) };
    if (this.#take('(')) return { form: 'call', of: text, given: this.#items(')') };
    return text === 'true' || text === 'false'
      ? { form: 'value', value: Number(text === 'true') }
      : { form: 'name', name: text };
  }

  #items(end: string): Expression[] {
    const items: Expression[] = [];
    if (this.#take(end)) return items;
    do items.push(this.expression());
    while (this.#take(','));
    this.#expect(end);
    return items;
  }

  #word(): string | undefined {
    const next = this.tokens[this.#next];
    if (next?.kind !== 'word') return undefined;
    this.#next += 1;
    return next.text;
  }

  #isSign(sign: string): boolean {
    const next = this.tokens[this.#next];
    return next?.kind === 'sign' && next.text === sign;
  }

  /** A sign, or a word that is an operator, in whichever case. */
  #take(wanted: string): boolean {
    const next = this.tokens[this.#next];
    if (next === undefined || next.kind === 'text' || next.text.toLowerCase() !== wanted) return false;
    this.#next += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#unread();
  }

  #unread(): Error {
    const rest = this.tokens.slice(this.#next, this.#next + 8).map(({ text }) => text);
    return new Error(`Not read in an expression: ${rest.join(' ') || 'its end'}, in ${this.sql.slice(0, 80)}`);
  }
}
