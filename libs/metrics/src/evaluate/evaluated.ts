import { functions, isTrue, type Lambda, list } from './functions.js';
import { type Expression, readExpression } from './read-expression.js';

/** Columns of a row by name: named tuples are objects, arrays of them arrays of objects. */
export type Columns = Readonly<Record<string, unknown>>;

/** What an array gives at a place that it has not: the engine knows by the type, of which a row that is empty says nothing. */
type DefaultOf = (column: string, member: string) => unknown;

interface Frame {
  readonly columns: Record<string, unknown>;
  /** Arguments of the lambdas that are being evaluated, from the outermost on. */
  readonly locals: unknown[];
  /** What was evaluated of this row already, by the number of the part. */
  readonly known: unknown[];
}

/** Where an expression stands, and what is the same for all that are evaluated together. */
interface Scope {
  readonly locals: readonly string[];
  readonly defaultOf: DefaultOf;
  /** Parts that were met, by their text. */
  readonly parts: Map<string, Evaluate>;
}

type Evaluate = (frame: Frame) => unknown;

/**
 * Expressions of the engine as functions of a row; each may use those before it. A part that is written again and again, as
 * names are written out, is evaluated once for each row.
 *
 * @throws Error if an expression is of a form that is not evaluated here: it says which.
 */
export function evaluator(
  expressions: Readonly<Record<string, string>>,
  defaultOf: DefaultOf,
): (columns: Columns) => Readonly<Record<string, unknown>> {
  const scope: Scope = { locals: [], defaultOf, parts: new Map() };
  const compiled = Object.entries(expressions).map(
    ([name, sql]) => [name, compile(readExpression(sql), scope)] as const,
  );
  return (columns) => {
    const frame: Frame = { columns: { ...columns }, locals: [], known: [] };
    const values: Record<string, unknown> = {};
    for (const [name, evaluate] of compiled) frame.columns[name] = values[name] = evaluate(frame);
    return values;
  };
}

function compile(expression: Expression, scope: Scope): Evaluate {
  const isSimple = expression.form === 'value' || expression.form === 'name';
  if (isSimple || scope.locals.some((name) => uses(expression, name))) return compileForm(expression, scope);
  const text = JSON.stringify(expression);
  const known = scope.parts.get(text);
  if (known !== undefined) return known;
  const evaluate = compileForm(expression, scope);
  const number = scope.parts.size;
  const once: Evaluate = (frame) => (frame.known[number] ??= evaluate(frame));
  scope.parts.set(text, once);
  return once;
}

function compileForm(expression: Expression, scope: Scope): Evaluate {
  switch (expression.form) {
    case 'value':
      return () => expression.value;
    case 'name':
      return named(expression.name, scope.locals);
    case 'member': {
      const of = compile(expression.of, scope);
      return (frame) => memberOf(of(frame), expression.member);
    }
    case 'element': {
      const missing = scope.defaultOf(...listed(expression.of));
      const [of, at] = [compile(expression.of, scope), compile(expression.at, scope)];
      return (frame) => elementOf(list(of(frame)), Number(at(frame)), missing);
    }
    case 'list': {
      const items = expression.items.map((item) => compile(item, scope));
      return (frame) => items.map((item) => item(frame));
    }
    case 'call':
      return called(expression, scope);
    case 'lambda':
      return lambdaOf(expression, scope);
  }
}

/** Places count from 1. */
const elementOf = (values: readonly unknown[], at: number, missing: unknown): unknown =>
  at >= 1 && at <= values.length ? values[at - 1] : missing;

function named(name: string, locals: readonly string[]): Evaluate {
  const place = locals.lastIndexOf(name);
  if (place >= 0) return (frame) => frame.locals[place];
  return ({ columns }) => {
    if (!Object.hasOwn(columns, name)) throw new Error(`The row has no column ${name}`);
    return columns[name];
  };
}

/** The column and its member that an element is taken of. */
function listed(of: Expression): [column: string, member: string] {
  const [column, member] = of.form === 'call' && of.of === 'tupleElement' ? of.given : [];
  if (column?.form === 'name' && member?.form === 'value') return [column.name, String(member.value)];
  throw new Error('An element is taken of a member of a column alone: of others nobody knows the type');
}

function called({ of: name, given }: Extract<Expression, { form: 'call' }>, scope: Scope): Evaluate {
  const [first, second, third, ...more] = given.map((each) => compile(each, scope));
  if (first !== undefined && second !== undefined) {
    switch (name) {
      case 'and':
        return (frame) => both(first(frame), () => second(frame));
      case 'or':
        return (frame) => either(first(frame), () => second(frame));
      case 'if':
        if (third !== undefined) return (frame) => (isTrue(first(frame)) ? second(frame) : third(frame));
        break;
      case 'tupleElement':
        return (frame) => memberOf(first(frame), String(second(frame)));
    }
  }
  const of = functions[name];
  if (of === undefined) throw new Error(`${name} is not evaluated here with ${given.length} arguments`);
  const all = [first, second, third, ...more].filter((each) => each !== undefined);
  return (frame) => of(...all.map((each) => each(frame)));
}

function both(first: unknown, second: () => unknown): unknown {
  if (first === 0) return 0;
  const other = second();
  if (other === 0) return 0;
  return first === null || other === null ? null : 1;
}

function either(first: unknown, second: () => unknown): unknown {
  if (isTrue(first)) return 1;
  const other = second();
  if (isTrue(other)) return 1;
  return first === null || other === null ? null : 0;
}

function lambdaOf({ parameters, body }: Extract<Expression, { form: 'lambda' }>, scope: Scope): Evaluate {
  const first = scope.locals.length;
  const evaluate = compile(body, { ...scope, locals: [...scope.locals, ...parameters] });
  return (frame): Lambda =>
    (...given) => {
      for (let place = 0; place < parameters.length; place += 1) frame.locals[first + place] = given[place];
      return evaluate(frame);
    };
}

/** Whether a name stands anywhere in an expression. */
function uses(expression: Expression, name: string): boolean {
  switch (expression.form) {
    case 'value':
      return false;
    case 'name':
      return expression.name === name;
    case 'member':
      return uses(expression.of, name);
    case 'element':
      return uses(expression.of, name) || uses(expression.at, name);
    case 'list':
      return expression.items.some((each) => uses(each, name));
    case 'call':
      return expression.given.some((each) => uses(each, name));
    case 'lambda':
      return !expression.parameters.includes(name) && uses(expression.body, name);
  }
}

/** Of a named tuple; of an array of them the member of each. */
function memberOf(value: unknown, member: string): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => memberOf(each, member));
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, member))
    return (value as Readonly<Record<string, unknown>>)[member];
  throw new Error(`There is no member ${member}`);
}
