/** How patients ask for QR codes, see them drawn, follow how they are used, and revoke them. */
@NullMarked
package org.healthpassport.api.sharing.qrcode;

import org.jspecify.annotations.NullMarked;
