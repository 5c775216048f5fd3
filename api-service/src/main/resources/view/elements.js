/**
 * An element with attributes and children. Texts become text nodes: shared data is never parsed as HTML, and the page's
 * policy (Trusted Types) forbids it.
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

/** A text from the shared data, with a writing direction of its own. */
export function words(text) {
  return element('span', { dir: 'auto' }, text);
}

export function button(label, kind, onClick) {
  const made = element('button', { type: 'button', class: kind }, label);
  made.addEventListener('click', onClick);
  return made;
}
