import { issueKeysIn, type TextsOfChange } from '@leadline/events';

/**
 * Keys of the issues that description and branch of a change name; those of its title are found later, from the title
 * itself. None says nothing, as others may have named some, unless the sender tells that the description was edited.
 */
export function linkedIssues(texts: Omit<TextsOfChange, 'title'>, wasEdited = false): { issues?: string[] } {
  const issues = issueKeysIn(texts);
  return issues.length > 0 || wasEdited ? { issues } : {};
}

/** A commit message without its first line. */
export function bodyOf(message: string): string {
  const end = message.indexOf('\n');
  return end < 0 ? '' : message.slice(end + 1);
}

/**
 * Of description and branch as an API lists them, only this goes into the log: the issues that the description names, in
 * words that name them again, and a branch that names one.
 */
export function listedTexts(body: unknown, branch: unknown): { readonly body?: string; readonly branch?: string } {
  const issues = typeof body === 'string' ? issueKeysIn({ body }) : [];
  const isNaming = typeof branch === 'string' && issueKeysIn({ branch }).length > 0;
  return {
    ...(issues.length > 0 && { body: issues.map((issue) => `refs ${issue}`).join('\n') }),
    ...(isNaming && { branch }),
  };
}
