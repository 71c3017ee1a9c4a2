import { useState } from 'preact/hooks';
import { useHref, useNavigation } from '../../address/navigation.js';

/** Where a reader writes which change they mean. */
export function FindChangeForm({ text: given }: { readonly text: string }) {
  const { go } = useNavigation();
  const href = useHref();
  const [text, setText] = useState(given);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.trim() !== '') go(href('changes', '', { find: text.trim() }));
  };
  return (
    <form class="find-change" role="search" onSubmit={submit}>
      <label class="field">
        Commit, pull request or ticket
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          placeholder="a41f9c2, #5217, SHOP-1184"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button class="btn pri" type="submit">
        Find
      </button>
    </form>
  );
}
