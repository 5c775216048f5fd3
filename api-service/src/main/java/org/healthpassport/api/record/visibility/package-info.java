/** Hides health records of a patient from others, and shows them again. */
@NullMarked
package org.healthpassport.api.record.visibility;

import org.jspecify.annotations.NullMarked;
