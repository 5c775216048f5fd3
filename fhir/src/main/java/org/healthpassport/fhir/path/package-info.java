/** FHIRPath, as far as the invariants of R4 use it. */
@NullMarked
package org.healthpassport.fhir.path;

import org.jspecify.annotations.NullMarked;
