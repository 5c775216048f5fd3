/**
 * The heads of health records, and the decisions on them. A record is a FHIR R4 resource of a patient; every version is
 * kept.
 */
@NullMarked
package org.healthpassport.api.record;

import org.jspecify.annotations.NullMarked;
