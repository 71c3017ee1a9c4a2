import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql/index.js';
import type { ErrorCode } from '../errors.js';

export interface ShapeLimits {
  /** Fields within fields. */
  readonly depth: number;
  /** Fields after fragments are spread where they stand. */
  readonly fields: number;
  /** Fields asked for at the root of an operation, under whatever alias. */
  readonly rootFields: number;
}

interface Shape {
  readonly depth: number;
  readonly fields: number;
}

/**
 * Refuses documents that are deep, large, or ask the same root field over and over. Each fragment is measured once:
 * fragments that spread each other twice grow as 2^n when they are walked, and cost as much as one when they are not.
 */
export function queryShapeRule(limits: ShapeLimits): (context: ValidationContext) => ASTVisitor {
  return (context) => {
    const measured = new Map<string, Shape>();
    const shapeOf = (selections: SelectionSetNode | undefined): Shape => {
      let [depth, fields] = [0, 0];
      for (const selection of selections?.selections ?? []) {
        const shape = selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value) : shapeIn(selection);
        depth = Math.max(depth, shape.depth);
        fields += shape.fields;
      }
      return { depth, fields };
    };
    const shapeIn = (selection: Exclude<SelectionSetNode['selections'][number], { kind: Kind.FRAGMENT_SPREAD }>) => {
      const inner = shapeOf(selection.selectionSet);
      if (selection.kind === Kind.INLINE_FRAGMENT) return inner;
      // Introspection is deep by nature; graphql-js limits it itself.
      if (selection.name.value.startsWith('__')) return { depth: 0, fields: inner.fields + 1 };
      return { depth: inner.depth + 1, fields: inner.fields + 1 };
    };
    const ofFragment = (name: string): Shape => {
      const known = measured.get(name);
      if (known !== undefined) return known;
      // A fragment that spreads itself is refused by another rule; here it must only come to an end.
      measured.set(name, { depth: 0, fields: 0 });
      const fragment: FragmentDefinitionNode | null | undefined = context.getFragment(name);
      const shape = shapeOf(fragment?.selectionSet);
      measured.set(name, shape);
      return shape;
    };
    const refuse = (reason: ErrorCode, message: string, node: SelectionSetNode): void =>
      context.reportError(new GraphQLError(message, { nodes: [node], extensions: { reason } }));
    return {
      OperationDefinition: ({ selectionSet }) => {
        const { depth, fields } = shapeOf(selectionSet);
        const atRoot = rootFields(selectionSet, context);
        if (depth > limits.depth)
          refuse(
            'QUERY_TOO_DEEP',
            `The query is ${depth} levels deep; ${limits.depth} are answered. Ask in two queries.`,
            selectionSet,
          );
        if (fields > limits.fields)
          refuse(
            'QUERY_TOO_LARGE',
            `The query asks for ${fields} fields; ${limits.fields} are answered. Ask in several queries.`,
            selectionSet,
          );
        if (atRoot > limits.rootFields)
          refuse(
            'TOO_MANY_ALIASES',
            `The query asks ${atRoot} fields at its root; ${limits.rootFields} are answered. Ask in several queries.`,
            selectionSet,
          );
      },
    };
  };
}

/** Fields at the root, counted up to a bound so that fragments cannot make the count itself expensive. */
function rootFields(root: SelectionSetNode, context: ValidationContext): number {
  const counted = new Map<string, number>();
  const count = (selections: SelectionSetNode | undefined): number =>
    (selections?.selections ?? []).reduce((sum, selection) => {
      switch (selection.kind) {
        case Kind.FIELD:
          return sum + 1;
        case Kind.INLINE_FRAGMENT:
          return sum + count(selection.selectionSet);
        case Kind.FRAGMENT_SPREAD: {
          const name = selection.name.value;
          if (!counted.has(name)) {
            counted.set(name, 0);
            counted.set(name, count(context.getFragment(name)?.selectionSet));
          }
          return sum + (counted.get(name) ?? 0);
        }
      }
    }, 0);
  return count(root);
}
