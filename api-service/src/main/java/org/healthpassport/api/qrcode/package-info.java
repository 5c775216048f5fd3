/**
 * Draws and reads QR codes for everybody, compatible with goqr.me, so that no link has to leave the house to be drawn.
 */
@NullMarked
package org.healthpassport.api.qrcode;

import org.jspecify.annotations.NullMarked;
