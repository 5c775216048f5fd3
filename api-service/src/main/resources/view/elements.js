/**
 * An element with attributes and children. Texts become text nodes: nothing that was shared is ever parsed as HTML, and the
 * page's policy (Trusted Types) would not let it be.
 *
 * @param {string} name
 * @param {Object<string, string|boolean>} attributes false leaves one out
 * @param {...(Node|string|null)} children null leaves one out
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== false) {
      made.setAttribute(attribute, value === true ? '' : value);
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== ''));
  return made;
}

/** Text of somebody else's, whose direction is its own. */
export function words(text) {
  return element('span', { dir: 'auto' }, text);
}

export function button(label, kind, onClick) {
  const made = element('button', { type: 'button', class: kind }, label);
  made.addEventListener('click', onClick);
  return made;
}
