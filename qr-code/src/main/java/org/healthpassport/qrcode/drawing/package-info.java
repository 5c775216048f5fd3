/** Draws QR codes as PNG and SVG pictures. */
@NullMarked
package org.healthpassport.qrcode.drawing;

import org.jspecify.annotations.NullMarked;
