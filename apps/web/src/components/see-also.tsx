/** Where to look further, as the configuration of the service names it; nothing where it names nothing. */
export function SeeAlso({ links }: { readonly links: readonly { readonly name: string; readonly url: string }[] }) {
  return (
    <>
      {links.map(({ name, url }) => (
        <a key={name} class="btn" href={url} target="_blank" rel="noreferrer noopener">
          <bdi>{name}</bdi>
        </a>
      ))}
    </>
  );
}
