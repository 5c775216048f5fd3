import assert from 'node:assert/strict';
import test from 'node:test';
import { fileName, presentation, readText, requirePdf, sizeName } from './view/documents.js';

test('shows pictures, PDF and plain text, and nothing that could run', () => {
  for (const type of ['image/png', 'image/jpeg', 'image/webp']) {
    assert.equal(presentation(type), 'picture');
  }
  assert.equal(presentation('application/pdf'), 'pdf');
  assert.equal(presentation('text/plain'), 'text');
  for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'application/xml', 'text/javascript', 'application/octet-stream', 'toString', '__proto__', '']) {
    assert.equal(presentation(type), 'none', type);
  }
});

test('saves under a harmless name with the ending of what it is', () => {
  assert.equal(fileName('Report.PDF', 'application/pdf'), 'Report.PDF');
  assert.equal(fileName('report', 'application/pdf'), 'report.pdf');
  assert.equal(fileName('report.exe', 'application/pdf'), 'report.exe.pdf');
  assert.equal(fileName('page.html', 'text/html'), 'page.html.bin');
  assert.equal(fileName('../../etc/passwd', 'text/plain'), 'etc passwd.txt');
  assert.equal(fileName('..\\..\\a:b*c?.txt', 'text/plain'), 'a b c .txt');
  assert.equal(fileName('gpj.\u202egnp', 'image/png'), 'gpj.gnp.png');
  assert.equal(fileName('.pdf', 'application/pdf'), 'pdf.pdf');
  assert.equal(fileName('', 'image/jpeg'), 'document.jpg');
  assert.equal(fileName(`${'a'.repeat(99)}\u{1F469}\u200D\u2695\uFE0F`, 'image/png'), `${'a'.repeat(99)}.png`);
  assert.equal(fileName('\u0645\u06cc\u200c\u062e', 'image/png'), '\u0645\u06cc\u200c\u062e.png');
  assert.equal(fileName('a\n\r\tb', 'constructor'), 'a b.bin');
  assert.ok(fileName('x'.repeat(5000), 'application/pdf').length < 120);
});

test('gives a PDF viewer only what begins as a PDF', () => {
  requirePdf(Buffer.from('%PDF-1.7 ...'));
  assert.throws(() => requirePdf(Buffer.from('<html>')));
  assert.throws(() => requirePdf(new Uint8Array()));
});

test('reads text in its encoding, up to where nobody reads on', () => {
  assert.equal(readText(Buffer.from('Größe')), 'Größe');
  assert.equal(readText(Buffer.from('{"value": 1.50, "more": 12345678901234567}')), '{"value": 1.50, "more": 12345678901234567}');
  assert.match(readText(Buffer.alloc(3 << 20, 'a')), /the rest is in the download/);
});

test('names sizes', () => {
  assert.deepEqual([null, 0, 999, 1000, 1_500_000].map(sizeName), ['', '0 bytes', '999 bytes', '1 kB', '1.5 MB']);
});
