import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
} from "graphql";

/**
 * How many fields the largest operation of a document has, a fragment's as often as it is spread. Every fragment is looked into
 * once, however often that is; one that spreads itself, which validation refuses, ends there.
 */
export function countFields(document: DocumentNode, isCounted: (field: FieldNode) => boolean): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  const known = new Map<string, number>();

  function inAll(selections: readonly SelectionNode[] = []): number {
    return selections.reduce((sum, selection) => sum + inOne(selection), 0);
  }

  function inOne(selection: SelectionNode): number {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return inFragment(selection.name.value);
    const own = selection.kind === Kind.FIELD && isCounted(selection) ? 1 : 0;
    return own + inAll(selection.selectionSet?.selections);
  }

  function inFragment(name: string): number {
    const counted = known.get(name);
    if (counted !== undefined) return counted;
    known.set(name, 0);
    const count = inAll(fragments.get(name)?.selectionSet.selections);
    known.set(name, count);
    return count;
  }

  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  return Math.max(0, ...operations.map(({ selectionSet }) => inAll(selectionSet.selections)));
}
