/** Says as FHIR's {@code Provenance} who wrote a version of a record, or an annotation beside it. */
@NullMarked
package org.healthpassport.api.fhir.provenance;

import org.jspecify.annotations.NullMarked;
