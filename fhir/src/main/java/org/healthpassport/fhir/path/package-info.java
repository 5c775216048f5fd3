/** FHIRPath, as far as the invariants of the supported types use it. */
@NullMarked
package org.healthpassport.fhir.path;

import org.jspecify.annotations.NullMarked;
