import type { ApolloServerPlugin } from '@apollo/server';
import { type ASTNode, BREAK, type DocumentNode, GraphQLError, Kind, visit } from 'graphql/index.js';

/**
 * GraphQL says what is wrong with a value that stands in the document itself, and not of which argument: adds its path
 * as `extensions.argument`, as it is told of variables.
 */
export function literalArgumentsPlugin<Context extends object>(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      validationDidStart:
        async ({ document }) =>
        async (errors) => {
          for (const error of errors ?? [])
            if (error instanceof GraphQLError) Object.assign(error.extensions, argumentOf(error, document));
        },
    }),
  };
}

function argumentOf(error: GraphQLError, document: DocumentNode | undefined): { readonly argument?: string } {
  if (document === undefined) return {};
  const [, missing] =
    /^Field "\w+" argument "(\w+)" of type "[^"]+" is required/.exec(error.message) ??
    /^Field "\w+\.(\w+)" of required type/.exec(error.message) ??
    [];
  // Where a variable does not fit, its declaration comes first and the place it is used in second.
  const inside = (error.nodes ?? []).map((node) => pathOf(node, document)).findLast((path) => path !== '');
  const path = [inside, missing].filter((part) => part !== undefined).join('.');
  return path === '' ? {} : { argument: path };
}

/** "window.from", "ids[0]"; within a default of a variable it begins with the variable's name. Empty: in no argument. */
function pathOf(wanted: ASTNode, document: DocumentNode): string {
  let found = '';
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (node !== wanted) return undefined;
      const above = parent === undefined ? ancestors : [...ancestors, parent];
      const steps = [...above, node].filter((step): step is ASTNode => 'kind' in step);
      found = steps
        .map((step, index) => stepOf(step, steps[index - 1]))
        .join('')
        .replace(/^\./, '');
      return BREAK;
    },
  });
  return found;
}

function stepOf(node: ASTNode, parent: ASTNode | undefined): string {
  if (parent?.kind === Kind.LIST) return `[${parent.values.findIndex((value) => value === node)}]`;
  if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) return `.${node.name.value}`;
  return node.kind === Kind.VARIABLE_DEFINITION ? `.${node.variable.name.value}` : '';
}
