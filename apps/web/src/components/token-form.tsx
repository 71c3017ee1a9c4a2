import { useState } from 'preact/hooks';
import { rememberToken } from '../api/ask.js';

/** Asks for the token that this server needs; it is kept for as long as the tab is open. */
export function TokenForm({ message }: { readonly message: string }) {
  const [token, setToken] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    rememberToken(token.trim());
    location.reload();
  };
  return (
    <form class="panel problem" onSubmit={submit}>
      <h2>This server asks for a token</h2>
      <p>{message}.</p>
      <label class="field">
        Token
        <input
          type="password"
          autocomplete="off"
          spellcheck={false}
          required
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <p class="cap">It stays in this tab and is forgotten when the tab is closed.</p>
      <div class="row">
        <button class="btn pri" type="submit">
          Use it
        </button>
      </div>
    </form>
  );
}
