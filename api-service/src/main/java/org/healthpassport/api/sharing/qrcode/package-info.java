/** QR codes for their patients: requesting, showing, following and revoking them. */
@NullMarked
package org.healthpassport.api.sharing.qrcode;

import org.jspecify.annotations.NullMarked;
