// Reads a picture with nothing of ours: pngjs decodes it, jsQR finds the code. Prints the bytes in hexadecimal digits.
//
//   node read-qr-code.js <PNG file>...
const fs = require('fs');
const jsQR = require('jsqr');
const { PNG } = require('pngjs');

for (const file of process.argv.slice(2)) {
  const picture = PNG.sync.read(fs.readFileSync(file));
  const code = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  console.log(code ? Buffer.from(code.binaryData).toString('hex') : 'nothing found');
}
