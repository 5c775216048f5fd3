import { fileName, presentation, readText, requirePdf, sizeName, typeName } from './documents.js';
import { button, element, words } from './elements.js';
import { Failure } from './failure.js';
import { explain } from './messages.js';

/** The documents of a link; each is fetched and decrypted on demand, and forgotten with the page. */
export class Shelf {
  /** @param {(address: string) => Promise<{contentType: string, bytes: Uint8Array}>} fetchDocument */
  constructor(fetchDocument, announce) {
    this.fetchDocument = fetchDocument;
    this.announce = announce;
    this.blobs = new Set();
  }

  draw(documents) {
    return element(
      'section',
      { class: 'records documents', 'aria-labelledby': 'documents' },
      element('h2', { id: 'documents' }, 'Documents'),
      element('ul', { class: 'items' }, ...documents.map((shared, place) => this.#draw(shared, place))),
    );
  }

  /** Releases all decrypted data. */
  clear() {
    this.blobs.forEach((address) => URL.revokeObjectURL(address));
    this.blobs.clear();
  }

  #draw(shared, place) {
    const id = `document-${place}`;
    const panel = element('div', { id, class: 'panel', hidden: true });
    const about = [shared.type, shared.date, typeName(shared.contentType), sizeName(shared.size)].filter((part) => part !== '');
    const open = button('', 'secondary', () => this.#toggle(shared, open, panel));
    open.append('Open', element('span', { class: 'unseen' }, ` ${shared.title}`));
    open.setAttribute('aria-expanded', 'false');
    open.setAttribute('aria-controls', id);
    const download = button('', 'secondary', () => this.#attempt(shared, download, panel, (content) => this.#download(shared, content)));
    download.append('Download', element('span', { class: 'unseen' }, ` ${shared.title}`));
    return element(
      'li',
      { class: 'item document' },
      element('div', { class: 'summary' }, element('h3', {}, words(shared.title)), element('p', { class: 'about' }, words(about.join(' · ')))),
      element('div', { class: 'actions' }, presentation(shared.contentType) === 'none' ? null : open, download),
      panel,
    );
  }

  async #toggle(shared, open, panel) {
    const shown = open.getAttribute('aria-expanded') === 'true';
    open.setAttribute('aria-expanded', String(!shown));
    open.firstChild.data = shown ? 'Open' : 'Close';
    if (shown) {
      panel.hidden = true;
      panel.replaceChildren();
    } else {
      await this.#attempt(shared, open, panel, (content) => this.#show(shared, content, panel));
    }
  }

  async #attempt(shared, pressed, panel, use) {
    pressed.disabled = true;
    this.announce(`Decrypting ${shared.title}`);
    try {
      use(await this.fetchDocument(shared.address));
      this.announce('');
    } catch (failure) {
      if (!(failure instanceof Failure)) {
        throw failure;
      }
      const { title, text } = explain(failure, null, new Date());
      panel.replaceChildren(element('p', { class: 'error', role: 'alert' }, `${title}. ${text}`));
      panel.hidden = false;
    } finally {
      pressed.disabled = false;
      pressed.focus();
    }
  }

  #show(shared, content, panel) {
    panel.replaceChildren(this.#viewer(shared, content));
    panel.hidden = false;
  }

  /** Chooses by the encrypted type of the document, whatever its description says. */
  #viewer(shared, { contentType, bytes }) {
    switch (presentation(contentType)) {
      case 'picture':
        return element('img', { src: this.#blob(bytes, contentType), alt: shared.title });
      case 'text':
        return element('pre', { tabindex: '0', dir: 'auto', role: 'region', 'aria-label': shared.title }, readText(bytes));
      case 'pdf':
        requirePdf(bytes);
        return this.#pdf(shared, this.#blob(bytes, contentType));
      default:
        return element('p', { class: 'empty' }, 'This kind of document is not shown here. Download it to open it with another program.');
    }
  }

  /**
   * Has no `sandbox`, as no browser shows a PDF in one. We set the type of the blob, so only the browser's own PDF viewer
   * can run in this frame, and it isolates the document from this page.
   */
  #pdf(shared, address) {
    const elsewhere = element('a', { href: address, target: '_blank', rel: 'noopener' }, 'Open in a new tab');
    return navigator.pdfViewerEnabled
      ? element('div', {}, element('iframe', { src: `${address}#navpanes=0`, title: shared.title }), element('p', {}, elsewhere))
      : element('p', { class: 'empty' }, 'This browser does not show PDF files. Download the document to open it with another program.');
  }

  #download(shared, { contentType, bytes }) {
    const name = fileName(shared.fileName || shared.title, contentType);
    element('a', { href: this.#blob(bytes, 'application/octet-stream'), download: name }).click();
  }

  #blob(bytes, type) {
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    this.blobs.add(address);
    return address;
  }
}
