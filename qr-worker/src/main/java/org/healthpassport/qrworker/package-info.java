/** Draws the QR codes that patients ask for. */
@NullMarked
package org.healthpassport.qrworker;

import org.jspecify.annotations.NullMarked;
