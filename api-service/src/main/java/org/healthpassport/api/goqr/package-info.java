/** Draws and reads QR codes for anybody, compatible with goqr.me. */
@NullMarked
package org.healthpassport.api.goqr;

import org.jspecify.annotations.NullMarked;
