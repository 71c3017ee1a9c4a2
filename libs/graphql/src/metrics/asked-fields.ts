import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql/index.js';

/** Whether a field is among those asked for of the answer, directly or by a fragment. */
export function asksFor(name: string, { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>) {
  const isIn = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).some((selection) => {
      switch (selection.kind) {
        case Kind.FIELD:
          return selection.name.value === name;
        case Kind.INLINE_FRAGMENT:
          return isIn(selection.selectionSet);
        case Kind.FRAGMENT_SPREAD:
          return isIn(fragments[selection.name.value]?.selectionSet);
      }
    });
  return fieldNodes.some(({ selectionSet }) => isIn(selectionSet));
}
