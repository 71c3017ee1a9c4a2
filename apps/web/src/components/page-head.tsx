import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

/** The head of a page: the finding, what it rests on, what can be done. The finding is the title of the tab as well. */
export function PageHead({
  title,
  above,
  text,
  aside,
}: {
  readonly title: string;
  /** Where the page lies, and facts in small print. */
  readonly above?: ComponentChildren;
  readonly text?: ComponentChildren;
  readonly aside?: ComponentChildren;
}) {
  useEffect(() => {
    document.title = `${title} · Leadline`;
  }, [title]);
  return (
    <div class="head">
      <div>
        {above !== undefined && <div class="cap crumbs">{above}</div>}
        <h1 id="title" tabIndex={-1}>
          {title}
        </h1>
        {text !== undefined && <p>{text}</p>}
      </div>
      {aside !== undefined && <div class="row">{aside}</div>}
    </div>
  );
}
