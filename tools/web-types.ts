/**
 * apps/web/src/generated/graphql.ts, what the dashboard asks for and the types of the answers: `node tools/web-types.ts`
 * writes it, `--check` exits 1 if it is not up to date. Made from libs/graphql/schema.graphql and every `.graphql`
 * document of apps/web, so that a field the API does not have is an error here and not in a reader's browser.
 */
import { codegen } from '@graphql-codegen/core';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import {
  buildSchema,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  specifiedRules,
  stripIgnoredCharacters,
  validate,
  visit,
} from 'graphql';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const sources = join(root, 'apps', 'web', 'src');
const file = join(sources, 'generated', 'graphql.ts');

const text = await generatedText();
if (!process.argv.includes('--check')) await writeFile(file, text);
else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
  console.error(`${relative(root, file)} is not what the schema and the documents say. Run: npm run generate`);
  process.exitCode = 1;
}

async function generatedText(): Promise<string> {
  const schemaText = await readFile(join(root, 'libs', 'graphql', 'schema.graphql'), 'utf8');
  const document = parse((await documentTexts()).join('\n'));
  const schema = buildSchema(schemaText);
  const problems = validate(schema, document, specifiedRules);
  if (problems.length > 0) throw new Error(problems.map(String).join('\n\n'));
  const types = await codegen({
    schema: parse(schemaText),
    documents: [{ location: 'apps/web', document }],
    filename: file,
    config: {
      scalars: scalarsOf(schema),
      strictScalars: true,
      skipTypename: true,
      immutableTypes: true,
      inlineFragmentTypes: 'combine',
    },
    plugins: [{ operationTypes: {} }],
    pluginMap: { operationTypes },
  });
  const header = [
    '// Written by tools/web-types.ts; run `npm run generate` after changing a .graphql document or the schema.',
    "import type { Operation } from '../api/operation.js';",
  ];
  const operations = operationsOf(document).map((node) => operationText(node, document));
  return `${[...header, types.trim(), ...operations].join('\n\n')}\n`;
}

/** Scalars of our own all travel as text. */
function scalarsOf(schema: GraphQLSchema): Record<string, 'string'> {
  const own = Object.values(schema.getTypeMap()).filter((type) => isScalarType(type) && !isSpecifiedScalarType(type));
  return Object.fromEntries(own.map(({ name }) => [name, 'string']));
}

async function documentTexts(): Promise<string[]> {
  const names = (await readdir(sources, { recursive: true })).filter((name) => name.endsWith('.graphql')).toSorted();
  return Promise.all(names.map((name) => readFile(join(sources, name), 'utf8')));
}

function operationsOf({ definitions }: DocumentNode): OperationDefinitionNode[] {
  return definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
}

/** `export const overviewQuery: Operation<OverviewQuery, OverviewQueryVariables> = …`, with the fragments it spreads. */
function operationText(node: OperationDefinitionNode, document: DocumentNode): string {
  const name = node.name?.value ?? '';
  const kind = node.operation === OperationTypeNode.MUTATION ? 'Mutation' : 'Query';
  const body = stripIgnoredCharacters([node, ...fragmentsOf(node, document)].map(print).join(' '));
  const type = `Operation<${name}${kind}, ${name}${kind}Variables>`;
  const constant = `${name.charAt(0).toLowerCase()}${name.slice(1)}${kind}`;
  return `export const ${constant}: ${type} = {\n  name: '${name}',\n  text: ${JSON.stringify(body)},\n};`;
}

function fragmentsOf(node: DefinitionNode, document: DocumentNode): FragmentDefinitionNode[] {
  const found = new Map<string, FragmentDefinitionNode>();
  const look = (from: DefinitionNode): void => {
    visit(from, {
      FragmentSpread: ({ name: { value } }) => {
        const fragment = document.definitions.find(
          (other): other is FragmentDefinitionNode =>
            other.kind === Kind.FRAGMENT_DEFINITION && other.name.value === value,
        );
        if (fragment === undefined || found.has(value)) return;
        found.set(value, fragment);
        look(fragment);
      },
    });
  };
  look(node);
  return [...found.values()];
}
