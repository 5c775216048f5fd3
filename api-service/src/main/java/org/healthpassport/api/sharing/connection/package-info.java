/** Clinicians learn from a code of a patient who the patient is, so that they can ask for consent or help in an emergency. */
@NullMarked
package org.healthpassport.api.sharing.connection;

import org.jspecify.annotations.NullMarked;
