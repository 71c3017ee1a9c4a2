import { useHref } from '../address/navigation.js';
import { shortSha } from '../entities/deployment-name.js';

/** To where a change is: "change:<repository>#<number>", "commit:<sha>", or the SHA itself. */
export function ChangeLink({ change, title }: { readonly change: string; readonly title: string | null }) {
  const href = useHref();
  const text = [numberOf(change), title].filter(Boolean).join(' ');
  return (
    <a class="q" href={href('change', change.replace(/^commit:/, ''))} title="Where it is">
      <bdi>{text}</bdi>
    </a>
  );
}

/** "#482" of a pull request, the short SHA of a commit. */
function numberOf(change: string): string {
  const at = change.lastIndexOf('#');
  return at >= 0 ? change.slice(at) : shortSha(change.replace(/^commit:/, ''));
}

/** A commit's short SHA, as a link to where it is. */
export function CommitLink({ sha }: { readonly sha: string }) {
  const href = useHref();
  return (
    <a class="q mono" href={href('change', sha)} title="Where it is">
      {shortSha(sha)}
    </a>
  );
}
