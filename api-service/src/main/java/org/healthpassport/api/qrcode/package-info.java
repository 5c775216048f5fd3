/** QR codes for everybody, in the form that goqr.me made common, so that no link has to leave the house to be drawn. */
@NullMarked
package org.healthpassport.api.qrcode;

import org.jspecify.annotations.NullMarked;
