/** The list of a patient's representatives, and the end of what they may do. */
@NullMarked
package org.healthpassport.api.consent.representative.ending;

import org.jspecify.annotations.NullMarked;
