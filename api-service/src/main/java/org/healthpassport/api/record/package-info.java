/** Health records: FHIR R4 resources of a patient, every version kept. */
@NullMarked
package org.healthpassport.api.record;

import org.jspecify.annotations.NullMarked;
