// Reads the QR code in a PNG with nothing of ours: jsqr.
//
//   node read-qr.mjs <file>
//
// Prints its text, or nothing where it finds none.
import fs from 'node:fs';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';

const { data, width, height } = PNG.sync.read(fs.readFileSync(process.argv[2]));
console.log((jsqr.default ?? jsqr)(new Uint8ClampedArray(data), width, height)?.data ?? '');
