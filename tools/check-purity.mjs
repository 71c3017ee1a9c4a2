/**
 * Keeps the pure libraries pure: time, randomness and the environment are arguments there, never read.
 *
 * The syntax tree is searched, so comments, strings, properties and local names that merely look alike do not count.
 * What these libraries may import is .dependency-cruiser.cjs's business; imports matter here only where a date library
 * reads the clock by itself.
 */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { root } from './workspace/root.mjs';

const PURE = ['events', 'tables', 'sources', 'tracking', 'metrics', 'statistics', 'insights'];

/** Globals that are input, output, environment, or a hidden clock, whatever is done with them. */
const FORBIDDEN_GLOBALS = new Set(
  `process global globalThis self performance fetch WebSocket EventSource XMLHttpRequest navigator localStorage
  console require eval Function setTimeout setInterval setImmediate queueMicrotask crypto Temporal`.split(/\s+/),
);

/** Exports of date-fns and @date-fns/tz that compare with, or start from, the present moment. */
const CLOCK_READERS =
  /^(constructNow|formatDistanceToNow(Strict)?|(startOf|endOf)(Today|Tomorrow|Yesterday)|is(Today|Tomorrow|Yesterday|Past|Future)|isThis(Second|Minute|Hour|Week|ISOWeek|Month|Quarter|Year))$/;
const DATE_CLASSES = new Set(['Date', 'TZDate', 'TZDateMini', 'UTCDate', 'UTCDateMini']);

const files = PURE.flatMap((library) => sourcesOf(join(root, 'libs', library, 'src')));
const program = ts.createProgram(files, { noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ES2023 });
const checker = program.getTypeChecker();
const problems = files.flatMap((file) => problemsIn(program.getSourceFile(file)));

for (const { at, why } of problems) console.error(`${at}  ${why}`);
console.log(`${files.length} files of pure libraries, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function sourcesOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(spec|contract)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function problemsIn(sourceFile) {
  const found = [];
  const visit = (node) => {
    const why = problemWith(node);
    if (why !== undefined) {
      const { line, character } = sourceFile.getLineAndCharacterOfPosition(node.getStart(sourceFile));
      found.push({ at: `${relative(root, sourceFile.fileName)}:${line + 1}:${character + 1}`, why });
    }
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

function problemWith(node) {
  const imported = ts.isImportSpecifier(node) ? (node.propertyName ?? node.name).text : undefined;
  const member = ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
  const name = imported ?? member;
  if (name !== undefined && CLOCK_READERS.test(name)) {
    return `${name} reads the clock; take the present moment as an argument`;
  }
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
    return 'import.meta tells where the file lies, which no result may depend on';
  }
  if (!ts.isIdentifier(node) || !isExpression(node)) return undefined;
  if (DATE_CLASSES.has(node.text) && (node.text !== 'Date' || isGlobal(node))) return problemWithDate(node);
  if (!isGlobal(node)) return undefined;
  if (FORBIDDEN_GLOBALS.has(node.text)) return `${node.text} is out of bounds here; take what is needed as an argument`;
  if (node.text === 'Math') return problemWithMath(node);
  return undefined;
}

/** Of Date only what takes an instant: `new Date(instant)`, Date.parse, Date.UTC, instanceof Date. */
function problemWithDate(node) {
  const { parent } = node;
  const advice = 'the clock is read; take the present moment as an argument';
  if (ts.isNewExpression(parent) && parent.expression === node) {
    const [first] = parent.arguments ?? [];
    return first === undefined || ts.isSpreadElement(first)
      ? `new ${node.text}() without an instant: ${advice}`
      : undefined;
  }
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    if (['parse', 'UTC', 'prototype'].includes(parent.name.text)) return undefined;
    const isZoned =
      parent.name.text === 'tz' && ts.isCallExpression(parent.parent) && parent.parent.arguments.length > 1;
    return isZoned ? undefined : `${node.text}.${parent.name.text}: ${advice}`;
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) return undefined;
  // z.instanceof(Date) names the class without making a date; any other function could make one.
  if (ts.isCallExpression(parent) && parent.expression.name?.text === 'instanceof') return undefined;
  return `${node.text} used in a way that can read the clock: ${advice}`;
}

function problemWithMath({ parent }) {
  const isSafe = ts.isPropertyAccessExpression(parent) && parent.name.text !== 'random';
  return isSafe ? undefined : 'Math.random makes results that cannot be repeated; take a generator as an argument';
}

/** Whether the identifier stands for a value: no type, no property name, no declared name. */
function isExpression(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent) || ts.isTypeNode(parent)) return false;
  if (ts.isExportSpecifier(parent) || ts.isImportSpecifier(parent) || ts.isImportClause(parent)) return false;
  const isDeclaredName = 'name' in parent && parent.name === node;
  return !isDeclaredName;
}

/** Whether nothing in the file declares or imports the name. Without its library, the checker knows no globals. */
function isGlobal(node) {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  const declarations = symbol?.declarations ?? [];
  return declarations.length === 0;
}
