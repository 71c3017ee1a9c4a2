/**
 * Refuses double assertions (`value as unknown as T`): they silence the compiler about anything. Parse the value with
 * a schema, or give it the right type where it is made. Comments and strings do not count.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { root } from './workspace/root.mjs';

const files = ['libs', 'apps', 'test'].flatMap((folder) => sourcesOf(join(root, folder)));
const problems = files.flatMap(doubleAssertionsIn);

for (const at of problems) console.error(`${at}  a double assertion; parse the value, or type it where it is made`);
console.log(`${files.length} files, ${problems.length} double assertions`);
process.exitCode = problems.length > 0 ? 1 : 0;

function sourcesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesOf(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function doubleAssertionsIn(file) {
  const text = readFileSync(file, 'utf8');
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const sourceFile = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true, kind);
  const found = [];
  const visit = (node) => {
    if (ts.isAssertionExpression(node) && isAssertedAlready(node) && !isConst(node)) {
      const { line, character } = sourceFile.getLineAndCharacterOfPosition(node.getStart(sourceFile));
      found.push(`${relative(root, file)}:${line + 1}:${character + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

function isAssertedAlready({ expression }) {
  const inner = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
  return ts.isAssertionExpression(inner);
}

/** `as const` only narrows. */
function isConst({ type }) {
  return ts.isTypeReferenceNode(type) && type.typeName.getText() === 'const';
}
