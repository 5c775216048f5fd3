/** Reads QR codes from pictures that anybody may have sent. */
@NullMarked
package org.healthpassport.qrcode.reading;

import org.jspecify.annotations.NullMarked;
