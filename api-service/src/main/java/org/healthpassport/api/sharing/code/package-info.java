/** The QR codes of a patient: requested, listed, changed, revoked, and their pictures. */
@NullMarked
package org.healthpassport.api.sharing.code;

import org.jspecify.annotations.NullMarked;
