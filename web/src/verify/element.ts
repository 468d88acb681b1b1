/** Makes elements. Text always becomes a text node, so nothing that a bundle holds is ever read as markup. */

type Child = Node | string | undefined;

export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Names and values, as a list of definitions. */
export function rowsOf(rows: readonly (readonly [name: string, value: Node | string])[]): HTMLDListElement {
  return el(
    'dl',
    { class: 'fields' },
    ...rows.map(([name, value]) => el('div', { class: 'row' }, el('dt', {}, name), el('dd', {}, value))),
  );
}

/** @throws {Error} When the page lacks the element: page and script do not belong together. */
export function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`no ${kind.name} #${id}`);
  return element;
}
