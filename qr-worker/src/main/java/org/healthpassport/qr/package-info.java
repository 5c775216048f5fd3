/** Draws the QR codes that patients ask for. */
@NullMarked
package org.healthpassport.qr;

import org.jspecify.annotations.NullMarked;
