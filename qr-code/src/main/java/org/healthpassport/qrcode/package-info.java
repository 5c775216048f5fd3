/** Draws and reads QR codes. */
@NullMarked
package org.healthpassport.qrcode;

import org.jspecify.annotations.NullMarked;
