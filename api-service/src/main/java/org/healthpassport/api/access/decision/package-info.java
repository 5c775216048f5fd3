/** What a caller may do with a patient's data: the one place where that is decided, and where a denial is recorded. */
@NullMarked
package org.healthpassport.api.access.decision;

import org.jspecify.annotations.NullMarked;
