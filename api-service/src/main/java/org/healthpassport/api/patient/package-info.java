/** Patients, whose data everything else here is about. */
@NullMarked
package org.healthpassport.api.patient;

import org.jspecify.annotations.NullMarked;
