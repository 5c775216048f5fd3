/** QR codes as squares of modules: encoding, and a compact form for storage. */
@NullMarked
package org.healthpassport.qrcode.symbol;

import org.jspecify.annotations.NullMarked;
