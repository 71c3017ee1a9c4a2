import { registerEnumType } from '@nestjs/graphql';

/** Registers an enum of the schema whose values are the domain's own words: each with its line of documentation. */
export function documentedEnum<T extends string>(
  name: string,
  description: string,
  values: Readonly<Record<T, string>>,
): Readonly<Record<T, T>> {
  const names = Object.keys(values) as T[];
  const reference = Object.fromEntries(names.map((value) => [value, value])) as Record<T, T>;
  registerEnumType(reference, {
    name,
    description,
    valuesMap: Object.fromEntries(names.map((value) => [value, { description: values[value] }])) as Record<
      T,
      { description: string }
    >,
  });
  return reference;
}

/** The same for words the domain writes in small letters: FIRST_COMMIT in the schema is first_commit inside. */
export function capitalizedEnum<T extends string>(
  name: string,
  description: string,
  values: Readonly<Record<T, string>>,
): Readonly<Record<string, T>> {
  const words = Object.keys(values) as T[];
  const reference = Object.fromEntries(words.map((word) => [word.toUpperCase(), word]));
  const valuesMap = Object.fromEntries(words.map((word) => [word.toUpperCase(), { description: values[word] }]));
  registerEnumType(reference, { name, description, valuesMap });
  return reference;
}
