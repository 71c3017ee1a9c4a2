/** A name of a closed list, as GraphQL writes it, in words: GIVEN_UP is "given up". */
export const inWords = (name: string): string => name.toLowerCase().replaceAll('_', ' ');
