/** Decides access to patients' data: the one place where it is decided, and where a denial is recorded. */
@NullMarked
package org.healthpassport.api.access.decision;

import org.jspecify.annotations.NullMarked;
