/** A read-only query: SQL text with `{name:Type}` placeholders, and their values. */
export interface SqlStatement {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Collects bound values while a statement is written; the same value of the same type is bound once. */
export class Parameters {
  readonly values: Record<string, unknown> = {};
  private readonly names = new Map<string, string>();

  /** A placeholder for the value: values never enter the text of a statement. */
  bind(type: SqlType, value: unknown): string {
    const identity = `${type} ${JSON.stringify(value)}`;
    const name = this.names.get(identity) ?? `p${this.names.size}`;
    this.names.set(identity, name);
    this.values[name] = value;
    return `{${name}:${type}}`;
  }
}

/** Writes values into the text: for expressions of columns, which have no parameters. Values are the product's own. */
export class Literals extends Parameters {
  override bind(_type: SqlType, value: unknown): string {
    if (Array.isArray(value)) return `[${value.map((each) => this.bind('String', each)).join(', ')}]`;
    return typeof value === 'number' ? String(value) : `'${String(value).replaceAll(/['\\]/g, '\\$&')}'`;
  }
}

export type SqlType = 'String' | 'Array(String)' | 'Int64' | 'Array(Int64)' | 'Float64' | 'UInt8' | 'UInt16';
