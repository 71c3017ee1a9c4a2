import type { ComponentChildren } from 'preact';

/** What a sender named, with the way to its page where there is one. */
export function MaybeLink({ href, children }: { readonly href: string | null; readonly children: ComponentChildren }) {
  return href === null ? (
    <bdi>{children}</bdi>
  ) : (
    <a class="q" href={href}>
      <bdi>{children}</bdi>
    </a>
  );
}
