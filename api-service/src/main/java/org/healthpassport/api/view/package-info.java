/** The pages behind QR codes: one decrypts and shows what a patient shares, one lets clinicians ask for consent. */
@NullMarked
package org.healthpassport.api.view;

import org.jspecify.annotations.NullMarked;
