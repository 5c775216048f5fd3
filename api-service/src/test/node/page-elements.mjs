// A document with just what the page builds with. It knows no way to parse HTML, and refuses attributes that could run.
const ATTRIBUTES = /^(aria-[a-z]+|autocapitalize|autocomplete|checked|class|for|maxlength|minlength|required|spellcheck|dir|id|tabindex|role|hidden|type|href|target|rel|src|alt|title|download)$/;
const ELEMENTS = /^(a|article|aside|button|code|dd|details|div|dl|dt|fieldset|form|h1|h2|h3|header|iframe|img|input|label|legend|li|ol|p|pre|section|span|strong|summary|textarea|ul)$/;

class TextNode {
  constructor(text) {
    this.data = String(text);
  }

  get textContent() {
    return this.data;
  }
}

class ElementNode {
  constructor(name) {
    if (!ELEMENTS.test(name)) {
      throw new Error(`<${name}> is not one of the page's elements`);
    }
    this.name = name;
    this.attributes = {};
    this.children = [];
    this.listeners = {};
    this.value = '';
    this.checked = false;
  }

  setAttribute(name, value) {
    if (!ATTRIBUTES.test(name) || typeof value !== 'string') {
      throw new Error(`${name}="${value}" is not one of the page's attributes`);
    }
    this.attributes[name] = value;
    this.checked ||= name === 'checked';
  }

  append(...nodes) {
    this.children.push(...nodes.map((node) => (node instanceof ElementNode ? node : new TextNode(node))));
  }

  replaceChildren(...nodes) {
    this.children = [];
    this.append(...nodes);
  }

  addEventListener(event, listener) {
    this.listeners[event] = listener;
  }

  /** As the reader clicks or submits. */
  happens(event) {
    this.listeners[event]({ preventDefault() {} });
  }

  focus() {}

  querySelector(name) {
    return this.all(name)[0] ?? null;
  }

  get textContent() {
    return this.children.map((child) => child.textContent).join('');
  }

  all(name) {
    return this.children.flatMap((child) => (child instanceof ElementNode ? [...(child.name === name ? [child] : []), ...child.all(name)] : []));
  }

  /** The text of each element of that name. */
  texts(name) {
    return this.all(name).map((found) => found.textContent);
  }
}

globalThis.document = { createElement: (name) => new ElementNode(name) };

export function page(nodes) {
  const body = new ElementNode('div');
  body.append(...nodes);
  return body;
}
